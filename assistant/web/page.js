// Citations: a link whose address is the name of a source opens that source in this panel, by mouse and by key.
// A link that takes back what was read from a question asks it again; one that suggests a question asks that.
// Gradio runs this once for the panel, with `element`, `trigger` and `watch`.
const NAME = /^#(ac-(?:list|cite|found|near)-[0-9a-f]+-\d+)$/;
const ASKING = /^#(ac-without-[0-9a-f]+-[a-z.]+|ac-ask-[0-9a-f]+-\d)$/;
let awaited = '';  // the name of what was asked for last
let opener = '';   // the link outside the panel that opened it

function open(name) {
  awaited = name;
  element.setAttribute('aria-busy', 'true');
  trigger('select', { key: name });
}

function isAnswering() {
  return Boolean(document.querySelector('#ac-question .stop-button'));
}

function settle() {
  element.removeAttribute('aria-busy');
  const reading = element.querySelector('.ac-reading');
  const side = element.closest('#ac-side');
  side.classList.toggle('ac-open', Boolean(reading));
  side.scrollTop = 0;
  if (!awaited) return;
  const listed = awaited.startsWith('ac-list-');
  const number = awaited.slice(awaited.lastIndexOf('-') + 1);
  awaited = '';
  if (!listed) {
    const quote = element.querySelector('#quote') || element.querySelector('.ac-back');
    if (quote) {
      quote.scrollIntoView({ block: 'center', behavior: 'instant' });
      quote.focus({ preventScroll: true });
    }
    return;
  }
  const from = opener && document.querySelector(`#ac-chat a[href="${opener}"]`);
  const card = element.querySelectorAll('.ac-card')[Math.max(0, number - 1)];
  opener = '';
  const target = from || card || element.querySelector('.ac-also summary');
  if (target) {
    target.focus();
    target.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  }
}

async function copy(link, id) {
  const shown = link.textContent;
  try {
    const response = await fetch(`/answers/${id}`, { headers: { Accept: 'text/plain' } });
    if (!response.ok) throw new Error(response.status);
    const text = await response.text();
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else copyOld(text);
    link.textContent = 'Copied';
  } catch {
    link.textContent = 'Could not copy';
  }
  setTimeout(() => { link.textContent = shown; }, 1600);
}

function copyOld(text) {
  // Browsers keep the clipboard from pages that are served without TLS.
  const box = document.createElement('textarea');
  box.value = text;
  document.body.append(box);
  box.select();
  document.execCommand('copy');
  box.remove();
}

document.addEventListener('click', (event) => {
  const link = event.target.closest && event.target.closest('a[href^="#ac-"]');
  if (!link) return;
  event.preventDefault();
  const href = link.getAttribute('href');
  if (href.startsWith('#ac-copy-')) {
    copy(link, href.slice('#ac-copy-'.length));
    return;
  }
  const asking = ASKING.exec(href);
  if (asking && !isAnswering()) trigger('submit', { key: asking[1] });
  const name = NAME.exec(href);
  if (!name) return;
  if (!element.contains(link)) opener = name[1].startsWith('ac-list-') ? '' : href;
  else if (!link.matches('.ac-back, .ac-steps a')) opener = '';
  const shown = element.querySelector('[data-name]');
  if (shown && shown.dataset.name === name[1]) {
    awaited = name[1];
    settle();
  } else {
    open(name[1]);
  }
});

document.addEventListener('keydown', (event) => {
  // Nothing to ask: Gradio would send it, and hold back a question typed right after.
  const box = event.target;
  if (event.key === 'Enter' && !event.shiftKey && box.matches('#ac-question textarea') && !box.value.trim()) {
    event.preventDefault();
    event.stopPropagation();
  }
}, true);

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.defaultPrevented) {
    const back = element.querySelector('.ac-back');
    if (back) back.click();
  }
  if (event.key === ' ' && event.target.matches && event.target.matches('a[role="button"]')) {
    event.preventDefault();
    event.target.click();
  }
});

watch('value', settle);

// What Gradio leaves unnamed, or names by a message's markup, gets a name that can be read aloud.
function nameParts(root) {
  for (const said of root.querySelectorAll('[data-testid="bot"], [data-testid="user"]')) {
    const label = said.dataset.testid === 'bot' ? 'Answer' : 'Question';
    if (said.getAttribute('aria-label') !== label) said.setAttribute('aria-label', label);
    if (!said.hasAttribute('role')) said.setAttribute('role', 'group');
  }
  for (const [selector, label] of [['.submit-button', 'Send'], ['.stop-button', 'Stop']]) {
    const button = root.querySelector(`#ac-question ${selector}`);
    if (button && button.getAttribute('aria-label') !== label) button.setAttribute('aria-label', label);
  }
  const waits = String(isAnswering());
  for (const drop of root.querySelectorAll('#ac-chat .ac-drop')) {
    if (drop.getAttribute('aria-disabled') !== waits) drop.setAttribute('aria-disabled', waits);
  }
  const box = root.querySelector('#ac-question textarea');
  if (box && box.dir !== 'auto') box.dir = 'auto';
}
nameParts(document);
new MutationObserver(() => nameParts(document)).observe(document.querySelector('#ac-talk'), {
  childList: true, subtree: true, attributes: true, attributeFilter: ['aria-label', 'dir'],
});

"""The bot's own words, in English and Arabic. Those of answers and refusals come from `assistant.phrases`."""

from typing import Literal

Word = Literal[
    "searching",
    "sources",
    "nearest",
    "no_source",
    "as_of",
    "read_as",
    "more_sources",
    "cut",
    "cut_without_address",
    "whole_answer",
    "read_whole",
    "show_quotes",
    "quotes",
    "share",
    "shared_by",
    "helpful",
    "unhelpful",
    "stopped",
    "interrupted",
    "ask_again",
    "too_slow",
    "wrong",
    "too_many",
    "not_in_channel",
    "shared_channel",
    "unknown_answer",
    "ask",
    "cancel",
    "close",
    "your_question",
    "your_question_hint",
    "who_sees",
    "only_me",
    "in_thread",
    "empty_library",
    "library",
    "newest",
    "settings",
    "change_settings",
    "holds",
    "outlets",
    "categories",
    "languages",
    "articles_in",
    "only_mentioned",
    "goes_on",
    "everyone_adds",
    "admins_add",
    "nobody_adds",
    "as_workspace",
    "default",
    "for_channel",
    "for_all",
    "bots_language",
    "in_threads",
    "who_adds",
    "save",
    "may_not_choose",
    "everybody_reads",
    "title",
    "text",
    "outlet",
    "published",
    "add_title",
    "add",
    "may_not_add",
    "too_short",
    "added",
    "not_added",
    "help",
]

_WORDS: dict[Word, tuple[str, str]] = {
    "searching": ("is searching the library…", "يبحث في المكتبة…"),
    "sources": ("Sources", "المصادر"),
    "nearest": ("Nearest in the library, not an answer", "الأقرب في المكتبة، وليس جوابًا"),
    "no_source": ("No source is cited.", "لا يستشهد بأي مصدر."),
    "as_of": ("As of {day}, the newest source above.", "حتى {day}، وهو تاريخ أحدث مصدر أعلاه."),
    "read_as": ("Read from the question", "ما فهم من السؤال"),
    "more_sources": ("+{count} more under “Show quotes”", "و{count} أخرى تحت «عرض الاقتباسات»"),
    "cut": ("The answer goes on; {link}.", "للإجابة بقية؛ {link}."),
    "cut_without_address": (
        "The answer goes on; the button below shows all of it.",
        "للإجابة بقية؛ يعرضها الزر أدناه كاملة.",
    ),
    "whole_answer": ("open it on the page", "افتحها في الصفحة"),
    "read_whole": ("Read the whole answer", "قراءة الإجابة كاملة"),
    "show_quotes": ("Show quotes", "عرض الاقتباسات"),
    "quotes": ("Quotes", "الاقتباسات"),
    "share": ("Share with the channel", "مشاركة مع القناة"),
    "shared_by": ("Shared by {person}", "شاركها {person}"),
    "helpful": ("Helpful", "مفيدة"),
    "unhelpful": ("Not helpful", "غير مفيدة"),
    "stopped": ("Stopped.", "أوقفت الإجابة."),
    "interrupted": (
        "Interrupted: I am being restarted. The answer follows here.",
        "انقطعت الإجابة بسبب إعادة التشغيل، وستتبع هنا.",
    ),
    "ask_again": ("Please ask again.", "يرجى السؤال مجددًا."),
    "too_slow": ("This took too long.", "استغرق هذا وقتًا أطول من اللازم."),
    "wrong": ("Something went wrong here.", "حدث خطأ هنا."),
    "too_many": (
        "Many questions were asked within a minute. Ask again in {seconds} seconds.",
        "طرحت أسئلة كثيرة خلال دقيقة. اسأل مجددًا بعد {seconds} ثانية.",
    ),
    "not_in_channel": (
        "I cannot write in {channel}. Invite me there with /invite, then ask again; or ask me here.",
        "لا يمكنني الكتابة في {channel}. ادعني إليها بالأمر /invite ثم اسأل مجددًا، أو اسألني هنا.",
    ),
    "shared_channel": (
        "This channel is shared with another organisation, so I do not answer in it. Ask me in a direct message.",
        "هذه القناة مشتركة مع جهة أخرى، ولذلك لا أجيب فيها. اسألني في رسالة مباشرة.",
    ),
    "unknown_answer": (
        "This answer is not stored any more. Please ask again.",
        "لم تعد هذه الإجابة محفوظة. يرجى السؤال مجددًا.",
    ),
    "ask": ("Ask", "اسأل"),
    "cancel": ("Cancel", "إلغاء"),
    "close": ("Close", "إغلاق"),
    "your_question": ("Your question", "سؤالك"),
    "your_question_hint": (
        "The message itself is asked unless you write something else.",
        "تطرح الرسالة نفسها سؤالًا ما لم تكتب شيئًا آخر.",
    ),
    "who_sees": ("Who sees the answer", "من يرى الإجابة"),
    "only_me": ("Only me", "أنا فقط"),
    "in_thread": ("Everybody, in the message's thread", "الجميع، في سلسلة الرسالة"),
    "empty_library": (
        "The library holds no article yet. Load some with “aerocite ingest”.",
        "لا توجد في المكتبة مقالة بعد. حمّل مقالات بالأمر «aerocite ingest».",
    ),
    "library": (
        "The library",
        "المكتبة",
    ),
    "newest": (
        "Newest articles",
        "أحدث المقالات",
    ),
    "settings": (
        "Settings",
        "الإعدادات",
    ),
    "change_settings": (
        "Change settings",
        "تغيير الإعدادات",
    ),
    "holds": (
        "{articles} articles, the newest of {day}",
        "{articles} مقالة، أحدثها بتاريخ {day}",
    ),
    "outlets": (
        "Outlets",
        "الجهات الناشرة",
    ),
    "categories": (
        "Categories",
        "الفئات",
    ),
    "languages": (
        "Languages",
        "اللغات",
    ),
    "articles_in": (
        "Answer from articles in",
        "الإجابة من مقالات بلغة",
    ),
    "only_mentioned": (
        "Answers only when mentioned",
        "يجيب عند ذكره فقط",
    ),
    "goes_on": (
        "Goes on in threads without being mentioned",
        "يتابع في السلاسل دون ذكره",
    ),
    "everyone_adds": (
        "Everybody may add articles",
        "للجميع إضافة مقالات",
    ),
    "admins_add": (
        "Admins may add articles",
        "للمشرفين إضافة مقالات",
    ),
    "nobody_adds": (
        "Nobody may add articles",
        "لا أحد يضيف مقالات",
    ),
    "as_workspace": (
        "As the workspace has it",
        "كما في مساحة العمل",
    ),
    "default": (
        "Not chosen",
        "غير محدد",
    ),
    "for_channel": (
        "What is chosen here holds in this channel.",
        "ما يحدد هنا يسري في هذه القناة.",
    ),
    "for_all": (
        "What is chosen here holds in every channel that has not chosen otherwise.",
        "ما يحدد هنا يسري في كل قناة لم تحدد غيره.",
    ),
    "bots_language": (
        "Language of the bot's own words",
        "لغة كلمات المساعد",
    ),
    "in_threads": (
        "In threads",
        "في السلاسل",
    ),
    "who_adds": (
        "Who may add articles",
        "من يضيف المقالات",
    ),
    "save": (
        "Save",
        "حفظ",
    ),
    "may_not_choose": (
        "Only those named in AEROCITE_SLACK_ADMINS, and who installed the bot, may change its settings.",
        "لا يغير الإعدادات إلا من وردوا في AEROCITE_SLACK_ADMINS ومن ثبت المساعد.",
    ),
    "everybody_reads": (
        "Everybody who can ask AeroCite will be able to read this, also elsewhere.",
        "كل من يستطيع سؤال AeroCite سيتمكن من قراءة هذا، في غير هذا المكان أيضًا.",
    ),
    "title": (
        "Title",
        "العنوان",
    ),
    "text": (
        "Text",
        "النص",
    ),
    "outlet": (
        "Outlet",
        "الجهة الناشرة",
    ),
    "published": (
        "Published",
        "تاريخ النشر",
    ),
    "add_title": (
        "Add to the library",
        "إضافة إلى المكتبة",
    ),
    "add": (
        "Add",
        "إضافة",
    ),
    "may_not_add": (
        "Here you may not add articles. An admin of the bot can allow it in its settings.",
        "لا يمكنك هنا إضافة مقالات. يستطيع مشرف المساعد السماح بذلك في الإعدادات.",
    ),
    "too_short": (
        "This is too short for an article.",
        "هذا أقصر من أن يكون مقالة.",
    ),
    "added": (
        "The message is in the library now and can be cited.",
        "الرسالة الآن في المكتبة ويمكن الاستشهاد بها.",
    ),
    "not_added": (
        "The message could not be made an article.",
        "تعذر تحويل الرسالة إلى مقالة.",
    ),
    "help": (
        "Ask me anything about aviation: every sentence of the answer rests on a passage of the library.\n"
        "• Mention me in a channel, or write to me directly. In a thread I remember what was asked.\n"
        "• `/aerocite your question` is answered for you alone; you may share it.\n"
        "• “Ask about this message” stands in the menu of every message.",
        "اسألني عن أي شيء في الطيران: كل جملة في الإجابة تستند إلى مقطع من المكتبة.\n"
        "• اذكرني في قناة أو راسلني مباشرة، وأتذكر في السلسلة ما سئلت عنه.\n"
        "• الأمر `/aerocite` متبوعًا بسؤالك يجيبك وحدك، ولك أن تشاركه.\n"
        "• تجد «Ask about this message» في قائمة كل رسالة.",
    ),
}


def said(name: Word, language: str, **values: object) -> str:
    """A word of the bot in the language of the question; Arabic if that is Arabic, else English."""
    english, arabic = _WORDS[name]
    return (arabic if language == "ar" else english).format(**values)

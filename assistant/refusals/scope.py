"""Questions that are not for a library of aviation: harm, attacks on the assistant, other tasks and other topics."""

from assistant.refusals.wording import Asked, words

_ATTACK = words(
    "(?:ignore|disregard|forget|override|bypass) (?:all |any |every |of |the |these |those )*(?:previous|prior"
    "|earlier|above|preceding|system|your|safety) (?:\\w+ )?(?:instructions?|prompts?|rules|guidelines"
    "|restrictions|directives)|^(?:\\w+ ){0,2}(?:ignore|disregard|forget) (?:all |the |my "
    "|your )*(?:instructions?|prompts?|rules|guidelines|articles|library|sources|passages|documents|citations)"
    "|(?:ignore|disregard|forget) (?:everything|what) (?:above|before|you were told|i said)|forget that you"
    "|system prompt|(?:your|hidden|secret|initial|original) (?:system )?(?:prompt|instructions|guidelines)"
    "|instructions (?:were|are) you|(?:print|repeat|output|reveal|display) (?:everything|all|the text|the words"
    "|what(?:ever)? is|every word) .{0,12}(?:above|before)|repeat (?:your|the) (?:first|previous|last|initial)"
    "|(?:your|admin|openai) (?:access |secret )?(?:keys?|tokens?|credentials|configuration|config)|(?:api"
    "|access|secret|openai) ?(?:keys?|tokens?)|passwords?|you are (?:now|no longer) \\w+|from now on,? (?:you|act"
    "|answer)|pretend (?:to be|you|that you)|(?:please|you (?:must|will|should|shall)) act as|role ?play"
    "|jail ?break|developer mode|dan mode|you (?:have|are under) no (?:rules|restrictions|filters?)|(?:stop"
    "|quit|break) (?:following |obeying )?your (?:rules|instructions|guidelines)|must obey me|(?:answer|speak"
    "|talk|reply|respond) .{0,20}without (?:any |your )?(?:rules|restrictions|filters?|citations|sources)",
    "(?:تجاهل|انس|أهمل) (?:كل |جميع |كافة )?(?:تعليماتك|قواعدك|(?:ال)?(?:تعليمات|قواعد|أوامر"
    "|توجيهات) (?:السابقة|السرية|كلها|أعلاه)|ما سبق|ما قيل|ما قبله)|^(?:تجاهل|انس|أهمل) (?:كل "
    "|جميع )?(?:ال)?(?:تعليمات|قواعد|مقالات|أنك)|انس أنك|تعليماتك|إعداداتك|التعليمات السرية|تعليمات النظام"
    "|التعليمات المخفية|موجه النظام|برومبت|مفتاح api|مفتاحك|كلم(?:ة|ات) (?:ال)?(?:سر|مرور)|المفتاح السري"
    "|أنت الآن|تظاهر|تصرف كأنك|(?:تحدث|أجب|تكلم|جاوب) (?:\\w+ )?(?:بلا|بدون|من دون) (?:قيود|قواعد|مصادر)",
)

_SEEKING = words(
    "how (?:do|can|could|would|might|should) (?:i|we|you|one|someone|somebody|a person|anyone)|how to|help me"
    "|teach me|(?:show|tell) me (?:how|a way|ways)|explain (?:\\w+ ){0,3}how to|give me (?:steps|instructions"
    "|a way|tips)|i (?:want|need|plan|would like|am going|'d like) to|tips (?:for|on|to)|ideas for|ways? to"
    "|best way|easiest|step by step|trick|without (?:getting caught|being (?:caught|seen|detected|noticed))"
    "|undetected|want to|what do i need to",
    "كيف (?!ال)[أن]\\w+|كيف (?:ممكن|يمكن\\w*)|علمني|ساعدني|أريد|طريقة|طرق|وش أسوي|كيفية|خطوات|أعطني|هل أستطيع"
    "|هل يمكنني|أقدر|أبغى|ابغى|دلني|شلون|ازاي|إزاي|اشرح لي",
)
"""What asks to be shown how; "how do airports" does not."""
_SMUGGLE = words(
    "(?:get|getting|bring|bringing|carry|carrying|take|taking|slip|pass|put) .{0,40}(?:past|through|onto|on|in"
    "|into|by|aboard|over|around|under)|smuggl\\w+|sneak\\w*|conceal\\w*|hid(?:e|ing)",
    "[أنتي]?هرب|تهريب|[أنت]?خفي|إخفاء|[أنت]?مرر|تمرير|[أنت]?دخل|إدخال",
)
_WEAPON = words(
    "guns?|pistols?|rifles?|knife|knives|blades?|bombs?|explosives?|grenades?|ammunition|weapons?|firearms?"
    "|drugs|cocaine|heroin|detonators?|box ?cutters?|acid|c4|dynamite|ied",
    "سلاح|سلاحا|أسلحة|مسدس|مسدسا|سكين|سكينا|سكاكين|قنبلة|متفجرات|ذخيرة|مخدرات|كوكايين|حشيش|حشيشا|عبوة ناسفة|بارود",
)
_DEFEAT = words(
    "(?:open|unlock|break (?:into|through|down)|get (?:into|through|past)|defeat|bypass|disable|breach|force"
    "|hack|pick|override) .{0,30}(?:cockpit|flight ?deck)(?: door)?|(?:jam|spoof|block|hack|disrupt"
    "|interfere with|blind|dazzle|laser) .{0,40}(?:gps|gnss|radar|ils|avionics|aircraft|plane|airliner|pilots?"
    "|atc|tower|frequency|radio|transponder|ads-?b|fms|navigation)|(?:gps|signal) jammer|(?:bring|take|shoot"
    "|knock) down .{0,20}(?:aircraft|air ?planes?|airliners?|planes?|jets?|flights?|drones?)|(?:hijack|blow up"
    "|crash|sabotage) (?:an? |the )?(?:\\w+ )?(?:aircraft|air ?planes?|airliners?|planes?|jets?|flights?"
    "|drones?)|(?:disable|attack|kill|drug|knock out|incapacitate) .{0,10}(?:pilots?|captain|crew|passengers?"
    "|attendants?)|make an? (?:bomb|explosive)|(?:shut|turn|switch) off .{0,20}transponder .{0,40}(?:found"
    "|track|seen|detect)|(?:bypass|beat|fool|defeat|evade|trick|cheat|get around) .{0,30}(?:security|screening"
    "|scanners?|metal detectors?|tsa|no-fly list|x-?ray)|(?:fake|forge|counterfeit|falsify) .{0,30}(?:form 1"
    "|8130|certificate|licen[cs]e|logbook|passport|boarding pass|records?|release|badge)",
    "[أنت]?(?:فتح|كسر|قتحم|عطل|خترق) .{0,30}(?:قمرة|كابينة|باب الطيار)|[أنت]?شوش|تشويش|[أنت]?خترق|اختراق"
    "|[أنت]?ختطف|[أنت]?خطف|اختطاف|[أنت]?سقط طائرة|إسقاط طائرة|[أنت]?فجر|[أنت]?صنع (?:قنبلة|متفجرات|عبوة)|تفجير"
    "|[أنت]?(?:خدع|تجاوز|تحايل|تفادى) .{0,20}(?:أمن|تفتيش|ماسح)|[أنت]?زور|تزوير|[أنت]?خرب|تخريب",
)
_DEFENCE = words(
    "legally|lawfully|declare|permits?|allowed|hunting|sporting|prevent|protect|against|defen[dc]e"
    "|(?<!not )(?<!t )detect(?:ed|ion)?|why|history|happened|rules?|law|who|penalty|affects?|effect|known"
    "|reported|report",
    "[أنتي]?منع|حماية|[تي]حمي|مكافحة|[أنتي]?كشف|لماذا|حدث|تاريخ|عقوبة|تأثير|[تي]ؤثر|[تي]تعامل|إبلاغ",
)

_TASK = words(
    "(?:write|compose|draft|generate|create|make(?: up)?|sing) (?:me |us |for me )*(?:an? |some |the |my "
    "|this )?(?:\\S+ ){0,3}?(?:poems?|haiku|limerick|songs?|lyrics|jokes?|stor(?:y|ies)|essay|novel|rap"
    "|recipes?|letter|cv|resume|blog post|tweet|packing list)|(?:give|tell|sing) (?:me |us )(?:an? |some "
    "|the )?(?:\\S+ ){0,2}?(?:poems?|haiku|limerick|songs?|lyrics|jokes?|recipes?|happy birthday)|(?:write|code"
    "|program|build|make|create|develop|generate|need) (?:me |us )*(?:an? |some |the "
    "|my )?(?:\\S+ ){0,2}?(?:python|java|javascript|js|sql|html|css|bash|excel|c\\+\\+) ?(?:function|script"
    "|code|program|query|macro|page|formula|class|game)?|^(?:please )?(?:write|code|program|build|make|create"
    "|develop) (?:me )?(?:an? |the )?(?:\\S+ ){0,2}?(?:game|app|website|chatbot|regex|algorithm|script)"
    "|^(?:please )?(?:draw|paint|sketch|translate|convert \\d|calculate the area|plan (?:me |an? |my ))|(?:draw"
    "|paint) me an?|(?:cheat|help) .{0,12}my exam|solve (?:for x|my|\\d|x|this (?:equation|puzzle|riddle))"
    "|what is \\d+ ?(?:times|plus|minus|divided by|[x*+]) ?\\d+|(?:my|maths?|english) (?:\\w+ )?homework"
    "|debug (?:this|my)|proofread|play chess|knock knock",
    "(?:أعطني|اعطني|عطني|هات|أريد|ابغى|اكتب|أكتب|اكتبي|كتابة|ألف|انظم|أنشئ|اعمل|صمم|احك|احكي|قل"
    "|أخبرني) (?:لي )?(?:وصفة|طبخة|قصيدة|شعر|قصة|أغنية|كلمات أغنية|نكتة|رواية|برنامج|كود|دالة|سكربت|رسالة|مقال"
    "|بحث|خطبة|سيرة ذاتية|بيت شعر|خاطرة)|ترجم (?:هذا|هذه|النص|لي|الجملة)|حل (?:لي )?(?:المعادلة|هذه|واجب|الواجب"
    "|مسألة|المسألة)|واجبي|نكتة",
)
_PERSONAL = words(
    "do you (?:love|like|hate|dream|feel|sleep|have (?:feelings|a (?:girlfriend|boyfriend|soul)))|who are you"
    "|who (?:made|built|created) you|are you (?:human|real|alive|single|conscious|sentient|married|happy"
    "|a (?:robot|bot|man|woman))|how are you|how old are you|will you marry|love you|be my (?:friend|girlfriend"
    "|boyfriend)|what's your name|what is your (?:name|favou?rite|opinion)|your favou?rite|i(?:'m| am) (?:bored"
    "|lonely|sad)|good (?:morning|night)|cheer me up|my (?:girlfriend|boyfriend|ex|crush)|should i (?:buy|vote"
    "|wear|eat|watch|marry|divorce|invest|break up|study|read)",
    "من (?:صنعك|أنت|برمجك)|هل تحبني|أحبك|بحبك|هل أنت (?:إنسان|بشر|روبوت|حي|متزوج)|كيف حالك|كيفك|شلونك|ما اسمك"
    "|كم عمرك|تتزوجني|أنا (?:حزين|ملول|وحيد|زهقان)|رأيك الشخصي|حبيبتي|حبيبي|زوجتي تركتني",
)
_AVIATION = words(
    "avia\\w+|aero\\w+|air\\w*|fly|flies|flying|flown|flew|flights?|pilots?|planes?|jets?|helicopters?|drones?"
    "|uav|evtols?|cockpit|cabin|captain|crews?|runways?|taxiways?|hangar|wings?|engines?|turbo\\w+|propellers?"
    "|boeing|airbus|embraer|icao|iata|faa|easa|atc|controllers?|radar|transponder|notams?|metars?|tafs?|etops"
    "|tcas|landing|landed|take-?off|departures?|arrivals?|gates?|baggage|luggage|passengers?|cargo|freight\\w*"
    "|tickets?|fares?|dispatch\\w*|maintenance|mro|mel|cdl|lessors?|leas(?:e|es|ing)|altitude|stall|turbulence"
    "|windshear|fuel|kerosene|saf|hub|slots?|hajj|umrah|security screening|black box|squawk\\w*|7[0-8]7s?|a3[0-8]\\ds?",
    "طيران|طائرة|طائرات|طيار|طيارين|طيارة|رحلة|رحلات|مطار|مطارات|مدرج|محرك|محركات|إقلاع|هبوط|جوي|جوية|جوا|قمرة"
    "|راكب|ركاب|مسافر|مسافرين|مسافرا|تذكرة|أمتعة|شحن|مراقب|رادار|صيانة|مروحية|جناح|وقود|الحجاج|حجاج|إيرباص"
    "|بوينغ|مضيف|مضيفة|الخطوط|بوابة|ترحيل",
)


def is_out_of_scope(asked: Asked) -> bool:
    """Whether no library could answer a question: a task, an attack, harm or small talk.

    A question for a fact of another field is not among them, for a library may hold anything.

    >>> [is_out_of_scope(Asked(text)) for text in ("write a poem on the a380", "how do i jam gps?", "do you love me?")]
    [True, True, True]
    >>> [is_out_of_scope(Asked(text)) for text in ("how do crews protect a cockpit door?", "who won the world cup?")]
    [False, False]
    """
    small_talk = asked.says(_PERSONAL) and is_off_subject(asked)
    return small_talk or asked.says(_ATTACK) or asked.says(_TASK) or is_harmful(asked)


def is_harmful(asked: Asked) -> bool:
    """Whether it asks how to get a weapon on board, to defeat a protection or to bring an aircraft down."""
    if not asked.says(_SEEKING) or asked.says(_DEFENCE):
        return False
    return asked.says(_DEFEAT) or asked.says(_SMUGGLE, _WEAPON)


def is_off_subject(asked: Asked) -> bool:
    """Whether nothing in a question speaks of aviation: a weak sign, for libraries hold other things, too."""
    return not set(asked.kinds) - {"city"} and not asked.says(_AVIATION)

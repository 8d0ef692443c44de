"""Words that say nothing about what a question is about. Lower case, Arabic as `words.normalise` writes it."""

ENGLISH = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before being below
    between both but by can could did do does doing down during each few for from further had has have
    having he her here hers him his how i if in into is it its itself just many may me might more most much
    must my no nor not now of off on once only or other our out over own please s same she should so some
    such t tell than that the their them then there these they this those through to too under until up us
    very was we were what when where which while who whom whose why will with would you your yours d ll m re
    ve
    """.split()
)

ARABIC = frozenset(
    """
    في من الي علي عن مع هذا هذه ذلك تلك التي الذي الذين اللذان ما ماذا متي اين كيف لماذا هل كم اي ايه هو هي هم
    هن نحن انا انت كان كانت يكون تكون قد لقد لا لم لن ليس ليست ان انه انها او ام ثم بل لكن حتي اذا اذ منذ كل بعض
    غير بين عند عندما بعد قبل حول خلال و ف ب ل ك يا الا اما انما فقط ايضا كما مثل هناك هنا به بها له لها فيه فيها
    منه منها عليه عليها اليه اليها وهو وهي ولا وما وان ومن وفي
    """.split()
)

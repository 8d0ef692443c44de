"""What an assistant can fail with, each with what to do next. Front ends show the message and the hint."""


class AssistantError(Exception):
    """Something that the person can act on. `hint` says what to do next, in one sentence."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class BadQuestion(AssistantError):
    """The question is empty or too long to be one."""


class BadSetting(AssistantError):
    """A setting has a value that nothing can be made of."""


class ChatModelFailed(AssistantError):
    """The chat model gave no usable answer: bad key, unknown model, too many requests, time-out, cut stream."""

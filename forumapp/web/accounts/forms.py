"""The forms of accounts."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import EqualTo, InputRequired

from forumapp.domain.access import Role
from forumapp.http.forms import REQUIRED, CodeField, EditForm, Form, Line, Mail
from forumapp.i18n import catalogue


class Secret(PasswordField):  # type: ignore[misc]
    """A password as it was typed; it never comes back in the page."""

    def __init__(self, label: Any = "", *, like: str = "", **given: Any) -> None:
        rules: list[Any] = [InputRequired(REQUIRED)]
        if like:
            differs = _l("These two differ. Please type the password again.")
            rules.append(EqualTo(like, differs))
        super().__init__(label, rules, **given)


class Language(SelectField):  # type: ignore[misc]
    """A language of the interface, by its own name."""

    def __init__(self, label: Any = "", **given: Any) -> None:
        options = [SelectChoice(code, catalogue.own_name(code)) for code in catalogue.locales()]
        super().__init__(label, choices=options, **given)


class LoginForm(Form):
    email = Mail(_l("E-mail address"), required=True)
    password = Secret(_l("Password"))


class CodeForm(Form):
    code = StringField(_l("Code"), [InputRequired(REQUIRED)])


class ForgotForm(Form):
    email = Mail(_l("E-mail address"), required=True)


class NewPasswordForm(Form):
    password = Secret(_l("New password"))
    again = Secret(_l("New password, once more"), like="password")


class WelcomeForm(NewPasswordForm):
    name = Line(_l("Your name"), required=True)


class AccountForm(EditForm):
    name = Line(_l("Your name"), required=True)
    locale = Language(_l("Language"))


class ChangePasswordForm(NewPasswordForm):
    current = Secret(_l("Present password"))


class ProofForm(Form):
    password = Secret(_l("Your password"))
    code = StringField(_l("Code of the app"), [InputRequired(REQUIRED)])


class EnrolForm(ProofForm):
    ticket = HiddenField()


class UserForm(EditForm):
    name = Line(_l("Name"), required=True)
    email = Mail(_l("E-mail address"), required=True)


class NewUserForm(Form):
    name = Line(_l("Name"), required=True)
    email = Mail(_l("E-mail address"), required=True)
    locale = Language(_l("Language of the invitation"))
    administrator = BooleanField(_l("System administrator"))


class MemberForm(Form):
    email = Mail(_l("E-mail address"), required=True)
    name = Line(_l("Name, if the person is new here"))
    role = CodeField(_l("Role"), Role, default=Role.EDITOR)


class RoleForm(Form):
    role = CodeField(_l("Role"), Role)
    was = CodeField("", Role)

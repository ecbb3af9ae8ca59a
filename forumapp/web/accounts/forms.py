"""The forms of accounts."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import EqualTo, InputRequired

from forumapp.domain.access import Role
from forumapp.http.forms import REQUIRED, CodeField, EditForm, Form, Line, Mail
from forumapp.i18n import catalogue


class Secret(PasswordField):  # type: ignore[misc]  # WTForms has no types
    """A password as it was typed; it never comes back in the page."""

    def __init__(self, label: Any = "", *, like: str = "", **given: Any) -> None:
        rules: list[Any] = [InputRequired(REQUIRED)]
        if like:
            differs = _("These two differ. Please type the password again.")
            rules.append(EqualTo(like, differs))
        super().__init__(label, rules, **given)


class Language(SelectField):  # type: ignore[misc]  # WTForms has no types
    """A language of the interface, by its own name."""

    def __init__(self, label: Any = "", **given: Any) -> None:
        options = [SelectChoice(code, catalogue.own_name(code)) for code in catalogue.locales()]
        super().__init__(label, choices=options, **given)


class LoginForm(Form):
    email = Mail(_("E-mail address"), required=True)
    password = Secret(_("Password"))


class CodeForm(Form):
    code = StringField(_("Verification code"), [InputRequired(REQUIRED)])


class ForgotForm(Form):
    email = Mail(_("E-mail address"), required=True)


class NewPasswordForm(Form):
    password = Secret(_("New password"))
    again = Secret(_("New password, once more"), like="password")


class WelcomeForm(NewPasswordForm):
    name = Line(_("Your name"), required=True)


class AccountForm(EditForm):
    name = Line(_("Your name"), required=True)
    locale = Language(_("Language"))


class ChangePasswordForm(NewPasswordForm):
    current = Secret(_("Present password"))


class ProofForm(Form):
    password = Secret(_("Your password"))
    code = StringField(_("Code of the app"), [InputRequired(REQUIRED)])


class EnrolForm(ProofForm):
    ticket = HiddenField()


class UserForm(EditForm):
    name = Line(_("Name"), required=True)
    email = Mail(_("E-mail address"), required=True)


class NewUserForm(Form):
    name = Line(_("Name"), required=True)
    email = Mail(_("E-mail address"), required=True)
    locale = Language(_("Language of the invitation"))
    administrator = BooleanField(_("System administrator"))


class MemberForm(Form):
    email = Mail(_("E-mail address"), required=True)
    name = Line(_("Name, if the person is new here"))
    role = CodeField(_("Role"), Role, default=Role.EDITOR)


class RoleForm(Form):
    role = CodeField(_("Role"), Role)
    was = CodeField("", Role)

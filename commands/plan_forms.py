"""Every form about remit items, deadlines and indicators."""

from commands import deadline_forms, indicator_forms, remit_forms
from commands.forming import Form

FORMS: tuple[Form, ...] = (*remit_forms.FORMS, *deadline_forms.FORMS, *indicator_forms.FORMS)

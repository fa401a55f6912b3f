import {
	addContact,
	editContact,
	endContact,
	readContacts,
} from '#lib/features/societies/contacts.server.ts';
import { readSocietyForm } from '#lib/features/societies/edit.server.ts';
import { CONTACT_FIELDS, EDIT_CONTACT_FIELDS, END_CONTACT_FIELDS } from '#lib/features/societies/forms.ts';
import { reading } from '#lib/platform/forms.server.ts';
import { saving } from '../saving.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => ({
		society: await readSocietyForm(ctx, { id: Number(params.id) }),
		contacts: await readContacts(ctx, { id: Number(params.id) }),
		today: ctx.today,
		contact: Number(url.searchParams.get('contact')),
		done: url.searchParams.get('done'),
	}));

export const actions = {
	add: saving('contacts', 'add', CONTACT_FIELDS, addContact),
	edit: saving('contacts', 'edit', [...EDIT_CONTACT_FIELDS, 'version'], editContact),
	end: saving('contacts', 'end', [...END_CONTACT_FIELDS, 'version'], endContact),
} satisfies Actions;

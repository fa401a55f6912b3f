import type { Viewer } from '../../platform/context.ts';

/** What the forms of an account send, as typed. */
export interface AccountFields {
	readonly nameAr: string;
	readonly nameEn: string;
	readonly role: string;
	readonly societyId: string;
	readonly email: string;
}

/** The same for a command. A representative's colleagues belong to the same society, whatever was sent. */
export function accountInput(fields: AccountFields, viewer: Pick<Viewer, 'role' | 'societyId'>) {
	const { nameAr, nameEn, email } = fields;
	if (viewer.role === 'society')
		return { nameAr, nameEn, email, role: 'society', societyId: viewer.societyId };
	const isSociety = fields.role === 'society';
	const societyId = isSociety && fields.societyId !== '' ? Number(fields.societyId) : null;
	return { nameAr, nameEn, email, role: fields.role, societyId };
}

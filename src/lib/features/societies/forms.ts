// The fields of each form by name, in the order of the page; the commands' inputs name the same.

export const PROFILE_FIELDS = [
	'category',
	'governorate',
	'town',
	'scopeAr',
	'scopeEn',
	'foundedOn',
	'sizeBand',
	'email',
	'phone',
] as const;

export const NEW_FIELDS = [
	'nameAr',
	'nameEn',
	'isAnother',
	'number',
	'numberFrom',
	...PROFILE_FIELDS,
	'statusFrom',
	'decision',
] as const;

export const RENAME_FIELDS = ['nameAr', 'nameEn', 'isCorrection', 'on'] as const;
export const RENUMBER_FIELDS = ['number', 'from'] as const;

export const STATUS_FIELDS = ['status', 'from', 'decision', 'isSure'] as const;

export const TERM_FIELDS = ['startsOn', 'endsOn', 'isTemporary', 'decision'] as const;
export const CORRECT_TERM_FIELDS = ['termId', 'startsOn', 'endsOn', 'decision'] as const;
export const MEMBER_FIELDS = ['termId', 'nameAr', 'nameEn', 'position', 'from'] as const;
export const END_MEMBER_FIELDS = ['memberId', 'on'] as const;
export const POSITION_FIELDS = ['memberId', 'position', 'from'] as const;

const PERSON = ['nameAr', 'nameEn', 'dutyAr', 'dutyEn', 'email', 'phone'] as const;
export const CONTACT_FIELDS = [...PERSON, 'from'] as const;
export const EDIT_CONTACT_FIELDS = ['contactId', ...PERSON] as const;
export const END_CONTACT_FIELDS = ['contactId', 'on'] as const;

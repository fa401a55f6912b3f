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

// The fields of each form by name, in the order of the page; the commands' inputs name the same.

export const END_FIELDS = ['version', 'endsOn', 'how', 'note', 'formKey'] as const;

export const PROFILE_FIELDS = [
	'version', 'nameAr', 'nameEn', 'on', 'isCorrection', 'governorate', 'town', 'scopeAr', 'scopeEn', 'sizeBand',
	'email', 'phone', 'note', 'formKey',
] as const; // prettier-ignore

export const CONTACT_FIELDS = [
	'version', 'contactId', 'nameAr', 'nameEn', 'dutyAr', 'dutyEn', 'email', 'phone', 'from', 'note', 'formKey',
] as const; // prettier-ignore

export const CONTACT_END_FIELDS = ['version', 'contactId', 'on', 'note', 'formKey'] as const;

/** Rows of members a board's form has room for. */
export const MOST_MEMBERS = 15;

const MEMBER_PARTS = ['NameAr', 'NameEn', 'Position'] as const;
type MemberPart = (typeof MEMBER_PARTS)[number];

export const memberField = (n: number, part: MemberPart) => `m${n}${part}`;

export const BOARD_FIELDS: readonly string[] = [
	'version', 'startsOn', 'endsOn', 'decision', 'note', 'members', 'row',
	...Array.from({ length: MOST_MEMBERS }, (_, i) => MEMBER_PARTS.map((part) => memberField(i + 1, part))).flat(),
]; // prettier-ignore

/** How many rows of members a form shows: at least the five places of a board. */
export function memberRows(counter: string): number {
	const count = /^\d{1,2}$/.test(counter) ? Number(counter) : 0;
	return Math.min(MOST_MEMBERS, Math.max(5, count));
}

/** The members of a form that say anything, with the number of their row. */
export function membersOf(typed: Readonly<Record<string, string>>) {
	return Array.from({ length: MOST_MEMBERS }, (_, i) => {
		const at = (part: MemberPart) => typed[memberField(i + 1, part)] ?? '';
		return { row: i + 1, nameAr: at('NameAr'), nameEn: at('NameEn'), position: at('Position') };
	}).filter(({ nameAr, nameEn }) => nameAr.trim() !== '' || nameEn.trim() !== '');
}

/** Problems of members by the fields of their rows: `members.0.nameEn` stands at the first row that says anything. */
export function atRows<Problem extends { readonly place: string }>(
	problems: readonly Problem[],
	rows: readonly { readonly row: number }[],
): Problem[] {
	return problems.map((problem) => {
		const found = /^members\.(\d+)\.(nameAr|nameEn|position)$/.exec(problem.place);
		const row = found && rows[Number(found[1])]?.row;
		if (!found || !row) return problem;
		const part = MEMBER_PARTS.find((one) => one.toLowerCase() === found[2]!.toLowerCase())!;
		return { ...problem, place: memberField(row, part) };
	});
}

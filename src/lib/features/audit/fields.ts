import type { Text } from '#lib/i18n/text.ts';

/** Fields of `before` and `after` by name; the last part of a nested name counts. */
const FIELD_LABEL: Readonly<Record<string, Text>> = {
	state: { ar: 'الحالة', en: 'State' },
	status: { ar: 'الحالة النظامية', en: 'Legal status' },
	versionId: { ar: 'رقم النسخة', en: 'Version number' },
	filters: { ar: 'المرشحات', en: 'Filters' },
	lang: { ar: 'لغة الملف', en: 'Language of the file' },
	rows: { ar: 'عدد الصفوف', en: 'Rows' },
	complete: { ar: 'وصل كاملًا', en: 'Arrived whole' },
	unapplied: { ar: 'مرشحات لا تنطبق', en: 'Filters that do not apply' },
	session: { ar: 'الجلسة', en: 'Session' },
	sessions: { ar: 'الجلسات', en: 'Sessions' },
	role: { ar: 'الدور', en: 'Role' },
	societyId: { ar: 'رقم الجمعية', en: 'Society number' },
	disabled: { ar: 'معطّل', en: 'Disabled' },
	setupCode: { ar: 'رمز الإعداد', en: 'Setup code' },
	password: { ar: 'كلمة المرور', en: 'Password' },
	authLevel: { ar: 'طريقة الدخول', en: 'Way of signing in' },
	first: { ar: 'أول حساب', en: 'First account' },
	societies: { ar: 'الجمعيات', en: 'Societies' },
	programs: { ar: 'البرامج', en: 'Programs' },
	reports: { ar: 'التقارير', en: 'Reports' },
	different: { ar: 'مجاميع مختلفة', en: 'Totals that differed' },
	reason: { ar: 'السبب', en: 'Reason' },
	secondFactor: { ar: 'الخطوة الثانية', en: 'Second step' },
	recoveryCodes: { ar: 'رموز الاسترداد', en: 'Recovery codes' },
	portfolio: { ar: 'جمعيات المحفظة', en: 'Societies in the portfolio' },
	name: { ar: 'الاسم', en: 'Name' },
};

const word = (ar: string, en: string): Text => ({ ar, en });

/** Words of values that are codes, by field. */
const VALUE_LABEL: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
	state: {
		draft: word('مسودة', 'Draft'),
		submitted: word('مُرسل', 'Submitted'),
		returned: word('مُعاد للتعديل', 'Returned'),
		verified: word('معتمد', 'Verified'),
	},
	session: { ended: word('أُنهيت', 'Ended') },
	sessions: { 'all ended': word('أُنهيت كلها', 'All ended') },
	setupCode: { issued: word('صدر', 'Issued'), revoked: word('أُبطل', 'Voided') },
	password: { set: word('عُيّنت', 'Set'), right: word('صحيحة', 'Right') },
	secondFactor: {
		begun: word('بدأ إعدادها', 'Being set up'),
		set: word('مفعّلة', 'On'),
		removed: word('أُلغيت', 'Taken away'),
	},
	recoveryCodes: { renewed: word('جُدّدت', 'Renewed') },
	name: { changed: word('تغيّر', 'Changed') },
	authLevel: {
		password: word('كلمة المرور', 'Password'),
		totp: word('كلمة المرور ورمز', 'Password and code'),
		recovery: word('كلمة المرور ورمز استرداد', 'Password and recovery code'),
		demo: word('باب التجربة', 'Demo door'),
	},
	lang: { ar: word('العربية', 'Arabic'), en: word('الإنجليزية', 'English'), codes: word('رموز', 'Codes') },
};

const own = <V>(words: Readonly<Record<string, V>>, key: string): V | undefined =>
	Object.hasOwn(words, key) ? words[key] : undefined;

const lastPart = (field: string) => field.slice(field.lastIndexOf('.') + 1);

/** The words of a field; undefined for one that has none, which is then shown by its name. */
export function fieldLabel(field: string): Text | undefined {
	return own(FIELD_LABEL, field) ?? own(FIELD_LABEL, lastPart(field));
}

/** The words of a value that is a code. */
export function valueLabel(field: string, value: string): Text | undefined {
	const words = own(VALUE_LABEL, lastPart(field));
	return words && own(words, value);
}

/** One value of a change; lists and parts of objects are values of their own. */
export type Value = string | number | boolean | null;

/** A field of an entry: what it was and what it became; undefined on a side that does not say. */
export interface Change {
	readonly field: string;
	readonly before: readonly Value[] | undefined;
	readonly after: readonly Value[] | undefined;
}

const DEEPEST = 4;

function flatten(value: unknown, field: string, into: Map<string, Value[]>, depth = 0): void {
	if (value === null || typeof value !== 'object') {
		into.set(field, [...(into.get(field) ?? []), value as Value]);
	} else if (Array.isArray(value)) {
		if (!value.length) into.set(field, into.get(field) ?? []);
		for (const one of value) flatten(one, field, into, depth + 1);
	} else if (depth >= DEEPEST) {
		into.set(field, [JSON.stringify(value)]);
	} else {
		for (const [key, inner] of Object.entries(value)) {
			flatten(inner, field ? `${field}.${key}` : key, into, depth + 1);
		}
	}
}

function fieldsOf(json: string | null): Map<string, Value[]> {
	const fields = new Map<string, Value[]>();
	if (json !== null) {
		try {
			flatten(JSON.parse(json), '', fields);
		} catch {
			// Somebody wrote into the file; the seal says so, the page shows what is there.
			fields.set('', [json]);
		}
	}
	return fields;
}

const same = (a: readonly Value[] | undefined, b: readonly Value[] | undefined) =>
	a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b);

/** What an entry changed, field by field in the order written; fields that stayed are left out. */
export function changesOf(before: string | null, after: string | null): Change[] {
	const [was, is] = [fieldsOf(before), fieldsOf(after)];
	return [...new Set([...was.keys(), ...is.keys()])]
		.map((field) => ({ field, before: was.get(field), after: is.get(field) }))
		.filter((change) => !same(change.before, change.after));
}

import type { Locale } from '#lib/i18n/text.ts';
import { defineTable } from '#lib/tables/define.ts';
import { changesOf, fieldLabel, valueLabel, type Change, type Value } from './fields.ts';
import type { TrailRow } from './rows.server.ts';
import { actLabel, objectLabel, ROLE_LABEL } from './words.ts';

const YES = { ar: 'نعم', en: 'Yes' };
const NO = { ar: 'لا', en: 'No' };

function written(field: string, value: Value, locale: Locale): string {
	if (value === null) return '';
	if (typeof value === 'boolean') return (value ? YES : NO)[locale];
	return valueLabel(field, String(value))?.[locale] ?? String(value);
}

/** One side of the changes as text: `field: value` parts with semicolons. */
function side(row: TrailRow, which: 'before' | 'after', locale: Locale): string | null {
	const comma = locale === 'ar' ? '، ' : ', ';
	const part = ({ field, [which]: values = [] }: Change) =>
		`${fieldLabel(field)?.[locale] ?? field}: ${values.map((value) => written(field, value, locale)).join(comma)}`;
	const changes = changesOf(row.before, row.after).filter((change) => change[which] !== undefined);
	return changes.length ? changes.map(part).join(locale === 'ar' ? '؛ ' : '; ') : null;
}

/** The audit trail as a table: for its file and the dictionary. */
export const auditTable = defineTable<TrailRow>({
	id: 'audit',
	title: { ar: 'سجل التدقيق', en: 'Audit trail' },
	columns: [
		{ key: 'seq', label: { ar: 'القيد', en: 'Entry' }, type: 'integer', value: (r) => r.seq },
		{
			key: 'at',
			label: { ar: 'اللحظة', en: 'Moment' },
			help: { ar: 'بالتوقيت العالمي المنسق.', en: 'In coordinated universal time.' },
			type: 'code',
			value: (r) => r.at,
		},
		{
			key: 'person',
			label: { ar: 'الشخص', en: 'Person' },
			type: 'text',
			value: (r, l) => (l === 'ar' ? r.actorAr : r.actorEn),
			code: (r) => r.actorId,
		},
		{
			key: 'role',
			label: { ar: 'الدور', en: 'Role' },
			type: 'text',
			value: (r, l) => ROLE_LABEL[r.role]?.[l] ?? r.role,
			code: (r) => r.role,
		},
		{
			key: 'action',
			label: { ar: 'الإجراء', en: 'Action' },
			type: 'text',
			value: (r, l) => actLabel(r.action)?.[l] ?? r.action,
			code: (r) => r.action,
		},
		{
			key: 'object',
			label: { ar: 'موضوع القيد', en: 'About' },
			type: 'text',
			value: (r, l) => objectLabel(r.objectType)?.[l] ?? r.objectType,
			code: (r) => r.objectType,
		},
		{ key: 'object_id', label: { ar: 'معرّفه', en: 'Its id' }, type: 'code', value: (r) => r.objectId },
		{
			key: 'before',
			label: { ar: 'قبل', en: 'Before' },
			type: 'text',
			value: (r, l) => side(r, 'before', l),
			code: (r) => r.before,
		},
		{
			key: 'after',
			label: { ar: 'بعد', en: 'After' },
			type: 'text',
			value: (r, l) => side(r, 'after', l),
			code: (r) => r.after,
		},
		{ key: 'request', label: { ar: 'رقم الطلب', en: 'Request' }, type: 'code', value: (r) => r.requestId },
		{ key: 'hash', label: { ar: 'البصمة', en: 'Hash' }, type: 'code', value: (r) => r.hash },
	],
});

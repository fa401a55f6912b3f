import type { Excluded, Kpi, RowSet } from '#lib/kpi/define.ts';
import type { Text } from '#lib/i18n/text.ts';
import { societyTable, type SocietyRow } from './columns.ts';
import {
	countSocieties,
	listSocieties,
	pageSocieties,
	SOCIETY_DIMS,
	type SocietyTest,
} from './rows.server.ts';

function societySet(test: SocietyTest, label: Text): RowSet<SocietyRow> {
	return {
		id: `societies.${test}`,
		label,
		unit: 'societies',
		dims: [...SOCIETY_DIMS, 'month'],
		table: societyTable,
		sum: (ask, by) => countSocieties(ask, test, by),
		page: (ask, after, limit) => pageSocieties(ask, test, after, limit),
		list: (ask, slice) => listSocieties(ask, test, slice),
		amount: () => 1,
		shows: ['board_in_term', 'active_12_months'],
	};
}

const active = societySet('active', { ar: 'الجمعيات النشطة', en: 'Active societies' });
const existing = societySet('existing', {
	ar: 'الجمعيات القائمة قانونًا',
	en: 'Societies legally in existence',
});
const boardInTerm = societySet('boardInTerm', { ar: 'مجالس في دورتها', en: 'Boards in term' });
const boardDue = societySet('boardDue', {
	ar: 'الجمعيات القائمة عدا ما تحت إدارة مؤقتة',
	en: 'Societies in existence, temporary boards aside',
});
const boardLapsed = societySet('boardLapsed', {
	ar: 'مجالس انتهت دورتها أو لم تُسجَّل',
	en: 'Boards out of term or without one',
});
const boardEnding = societySet('boardEnding', { ar: 'مجالس تنتهي دورتها قريبًا', en: 'Boards about to end' });
const temporaryBoard: Excluded = {
	set: societySet('temporaryBoard', { ar: 'تحت إدارة مؤقتة', en: 'Under a temporary board' }),
	reason: {
		ar: 'تديرها إدارة مؤقتة معيّنة بقرار، ولا دورة لها تُحسب.',
		en: 'A temporary board appointed by decision runs them; it has no term to count.',
	},
};
const inactive = societySet('inactive', { ar: 'بلا نشاط', en: 'Without activity' });
const suspended = societySet('suspended', { ar: 'موقوفة', en: 'Suspended' });
const withoutActivity: Excluded = {
	set: inactive,
	reason: {
		ar: 'قائمة قانونًا، ولا تقرير معتمدًا لها ولا برنامج قائمًا خلال الاثني عشر شهرًا السابقة.',
		en: 'Legally in existence, without a verified report or a running program in the previous twelve months.',
	},
};
const onHold: Excluded = {
	set: suspended,
	reason: { ar: 'موقوفة في التاريخ، فلا تُعد نشطة.', en: 'Suspended on the date, so not counted as active.' },
};
const ended: Excluded = {
	set: societySet('ended', { ar: 'مدمجة أو منحلة', en: 'Merged or dissolved' }),
	reason: {
		ar: 'لم تعد قائمة قانونًا في التاريخ.',
		en: 'No longer legally in existence on the date.',
	},
};

const noSocieties: Text = {
	ar: 'لا جمعيات قائمة ضمن المرشحات في هذا التاريخ.',
	en: 'No society within the filters exists on this date.',
};

/** Entries of the register carry the days for which they hold, not when somebody wrote them down. */
const undated: Text = {
	ar: 'قيود السجل كما هي مسجلة الآن، ومنها ما قُيّد بعد ذلك اليوم.',
	en: 'Entries of the register are as recorded now, also those that were entered after that day.',
};

/** Registry measures (section 1 of the dictionary). */
export const kpis: readonly Kpi[] = [
	{
		id: 'K-R1',
		label: { ar: 'الجمعيات النشطة', en: 'Active societies' },
		help: {
			ar: 'الجمعيات المسجلة غير الموقوفة ولا المنحلة في التاريخ، ولها تقرير معتمد أو برنامج قائم خلال الاثني عشر شهرًا السابقة.',
			en: 'Societies registered and neither suspended nor dissolved on the date, with a verified report or a running program in the previous twelve months.',
		},
		formula: { ar: 'عدد الجمعيات النشطة في التاريخ', en: 'Number of active societies on the date' },
		version: 1,
		since: '2026-01-01',
		unit: 'societies',
		better: 'neutral',
		moment: 'date',
		numerator: active,
		excluded: [withoutActivity, onHold, ended],
		undated,
		cuts: ['month', 'category', 'governorate'],
		whenEmpty: noSocieties,
	},
	{
		id: 'K-R2',
		label: { ar: 'نسبة الجمعيات النشطة', en: 'Active rate' },
		help: {
			ar: 'حصة الجمعيات النشطة من الجمعيات القائمة قانونًا في التاريخ.',
			en: 'The share of active societies among those legally in existence on the date.',
		},
		formula: {
			ar: 'الجمعيات النشطة ÷ الجمعيات القائمة قانونًا',
			en: 'Active societies ÷ societies legally in existence',
		},
		version: 1,
		since: '2026-01-01',
		unit: 'percent',
		better: 'up',
		moment: 'date',
		numerator: active,
		denominator: existing,
		also: [inactive, suspended],
		excluded: [ended],
		undated,
		cuts: ['month', 'category', 'governorate'],
		whenEmpty: noSocieties,
	},
	{
		id: 'K-R3',
		label: { ar: 'مجالس الإدارة سارية المدة', en: 'Boards in term' },
		help: {
			ar: 'الجمعيات التي تغطي دورة مجلسها المسجلة التاريخ. الجمعية التي لم تُسجَّل لها دورة تُحسب غير سارية.',
			en: 'Societies whose recorded board term covers the date. A society without a recorded term counts as out of term.',
		},
		formula: {
			ar: 'المجالس في دورتها ÷ الجمعيات القائمة عدا ما تحت إدارة مؤقتة',
			en: 'Boards in term ÷ societies in existence, temporary boards aside',
		},
		version: 1,
		since: '2026-01-01',
		unit: 'percent',
		better: 'up',
		moment: 'date',
		numerator: boardInTerm,
		denominator: boardDue,
		also: [boardLapsed, boardEnding],
		excluded: [temporaryBoard, ended],
		undated,
		cuts: ['month', 'category', 'governorate'],
		whenEmpty: noSocieties,
	},
];

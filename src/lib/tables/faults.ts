import { invalid, type Expected } from '../platform/errors.ts';
import type { Text } from '../i18n/text.ts';

// What can be wrong with a CSV file as a whole. Each says what and where, and, as its one problem, the fix.

/** `what` is wrong with the file and `fix` is what its owner does about it. */
function badFile(place: string, what: Text, fix: Text): Expected {
	return invalid({ ar: `${what.ar} لم يُحفظ شيء.`, en: `${what.en} Nothing was saved.` }, [
		{ place, text: fix },
	]);
}

const place = (row: number, column?: string) => (column ? `row ${row}, column ${column}` : `row ${row}`);

const COPY_AGAIN: Text = {
	ar: 'انسخوا الملف كاملًا من مصدره مرة أخرى.',
	en: 'Copy the whole file from its source again.',
};

const SAVE_AS_UTF8: Text = {
	ar: 'افتحوه في برنامج الجداول واحفظوه بنوع «CSV UTF-8»، ثم أعيدوا الاستيراد.',
	en: 'Open it in the spreadsheet program, save it as “CSV UTF-8”, and import it again.',
};

/** Another kind of file, or another encoding, by its first bytes. */
export function foreignFile(what: Text): Expected {
	return badFile('file', what, SAVE_AS_UTF8);
}

/** A gzip archive that ends too early or does not unpack. */
export function damagedArchive(): Expected {
	const what = { ar: 'الملف المضغوط مبتور أو تالف.', en: 'The compressed file is cut short or damaged.' };
	return badFile('file', what, COPY_AGAIN);
}

/** More than a limit allows; `what` names the limit. */
export function tooLarge(what: Text): Expected {
	return badFile('file', what, { ar: 'قسّموه إلى ملفات أصغر.', en: 'Split it into smaller files.' });
}

/** A header and nothing after it. */
export function noRows(): Expected {
	return badFile(
		'file',
		{ ar: 'ليس في الملف صفوف بعد رأس الجدول.', en: 'The file has no rows after its header.' },
		{ ar: 'تأكدوا من أن التصدير من المصدر اكتمل.', en: 'Make sure the export from its source was complete.' },
	);
}

/** A quotation mark that opens in `row` and is not closed as RFC 4180 asks, or a record beyond 64 KiB. */
export function openQuote(row: number): Expected {
	return badFile(
		place(row),
		{
			ar: `الصف ${row}: علامة اقتباس فُتحت ولم تُغلق كما يجب.`,
			en: `Row ${row}: a quotation mark is opened and not closed as it should be.`,
		},
		{
			ar: 'أغلقوا علامة الاقتباس، واكتبوها مرتين إن كانت جزءًا من القيمة، وليكن الصف أقصر من 64 ك.ب.',
			en: 'Close it; write it twice where it is part of a value; keep the row under 64 KiB.',
		},
	);
}

/** A row with more or fewer fields than the header. */
export function raggedRow(row: number, fields: number): Expected {
	return badFile(
		place(row),
		{
			ar: `الصف ${row}: عدد خاناته ${fields}، وهو غير عدد أعمدة الملف.`,
			en: `Row ${row} has ${fields} fields, which is not the number of columns.`,
		},
		{
			ar: 'ضعوا كل قيمة فيها فاصل أو سطر جديد بين علامتي اقتباس.',
			en: 'Put every value that holds a delimiter or a line break between quotation marks.',
		},
	);
}

/** The file ends inside `row`, or without a line break after it: a cut last field looks like a whole one. */
export function cutRow(row: number): Expected {
	return badFile(
		place(row),
		{ ar: `الملف مبتور في وسط الصف ${row}.`, en: `The file is cut in the middle of row ${row}.` },
		{
			ar: 'انسخوا الملف كاملًا من مصدره. وإن كان كاملًا فأضيفوا سطرًا جديدًا بعد آخر صف فيه.',
			en: 'Copy the whole file from its source. If it is whole, add a line break after its last row.',
		},
	);
}

/** The file ends between the quotation marks of a value of `row`. */
export function endsInQuote(row: number): Expected {
	return badFile(
		place(row),
		{
			ar: `ينتهي الملف داخل قيمة بين علامتي اقتباس في الصف ${row}: إما أنه مبتور وإما أن العلامة لم تُغلق.`,
			en: `The file ends inside a quoted value of row ${row}: it is cut, or a quotation mark is not closed.`,
		},
		COPY_AGAIN,
	);
}

/** Bytes that are not UTF-8. */
export function notUtf8(row: number, column?: string): Expected {
	const what = { ar: `الصف ${row}: ترميزه ليس UTF-8.`, en: `Row ${row} is not in UTF-8.` };
	return badFile(place(row, column), what, SAVE_AS_UTF8);
}

/** A NUL byte, which no text has. */
export function nulByte(row: number, column?: string): Expected {
	const what = {
		ar: `الصف ${row}: فيه بايت صفري، فليس الملف نصًا.`,
		en: `Row ${row} holds a NUL byte, so the file is not text.`,
	};
	return badFile(place(row, column), what, SAVE_AS_UTF8);
}

/** `what` is the trouble with the columns named. */
export function wrongHeader(row: number, what: Text, names: readonly string[]): Expected {
	return badFile(
		place(row),
		{
			ar: `رأس الجدول غير المطلوب، ${what.ar}: ${names.join('، ')}.`,
			en: `The header is not the one needed, ${what.en}: ${names.join(', ')}.`,
		},
		{
			ar: 'يحمل الصف الأول أسماء الأعمدة كما في ملف المصدر. راجعوا أيضًا اختيار المحوّل.',
			en: 'The first row holds the column names as in the source file; check the adapter chosen as well.',
		},
	);
}

const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
// Zero-width, bidi controls, soft hyphen, BOM and tatweel carry no meaning; `trim()` leaves most of them.
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\u00ad\u0640]/g;
const ODD_SPACES = /[\u00a0\u202f\u2000-\u200a\u3000]/g;
const MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0300-\u036f]/g;

/** Arabic-Indic (U+0660..) and Persian (U+06F0..) digits become 0-9; `\d` and `Number` know neither. */
export function westernDigits(text: string): string {
	return text.replace(DIGITS, (d) => String(d.charCodeAt(0) & 0xf));
}

/** What a person typed, without invisible characters and odd spaces at any place; spelling is kept. */
function clean(text: string): string {
	return text.replace(INVISIBLE, '').replace(ODD_SPACES, ' ').replace(/\s+/g, ' ').trim();
}

/**
 * The key by which two spellings of one name are the same: hamza forms, alif maqsura, ta marbuta, marks,
 * tatweel, digits, case and accents folded. For matching and search only; never shown.
 */
export function matchKey(text: string): string {
	return westernDigits(clean(text).normalize('NFKD'))
		.replace(MARKS, '')
		.replace(/[أإآٱا]/g, 'ا')
		.replace(/ؤ/g, 'و')
		.replace(/[ئىیي]/g, 'ي')
		.replace(/[ةه]/g, 'ه')
		.replace(/ک/g, 'ك')
		.toLowerCase()
		.replace(/\s+/g, ' ')
		.trim();
}

/** What a search looks through: both names folded, so that either spelling finds the row. Kept in `search_key` by whoever writes the names. */
export function searchKey(nameAr: string, nameEn: string): string {
	return matchKey(`${nameAr} ${nameEn}`);
}

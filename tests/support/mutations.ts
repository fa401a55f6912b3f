import { chance, pick, type Random } from './chance.ts';

/** A part of a body that may be sent. */
export type Sent = readonly [name: string, value: string | Blob];

/** Ids that no row has, and numbers that are none. */
export const NOWHERE = [
	'7007',
	'0',
	'-1',
	'2147483648',
	'9007199254740993',
	'99999999999999999999',
	'1e3',
	'0x10',
	'٧',
	'1.5',
];

const TEXTS = [
	'', ' ', '0', '-0', '-1', '1e309', 'NaN', 'null', 'undefined', 'true', '[]', '{}', '{"a":', '{"__proto__":{"x":1}}',
	'١٢٣', '۱۲۳', '١٬٢٣٤٫٥٦٧', '1,234.567', '1.2345', '0.0001', '٠٫٠٠٠١', '9223372036854775808', '000000000000000000001',
	'\u0000', 'a\u0000b', '\u202Eevil\u202C', '\u2066x', '\uFEFF', 'e\u0301'.repeat(40), '\u{1F600}', '\uFFFD', '\u0007',
	"'; drop table report; --", '%', '_', '"', '=cmd|x', '<script>alert(1)</script>', '${7*7}', '../../etc/passwd', '//elsewhere.example',
	'constructor', '__proto__', 'toString', 'hasOwnProperty', '2026-13-01', '2026-02-30', '9999-12-31', '0000-00-00', '1990-01-01',
	'2026-05', '2026-00', '2999-12-31', 'yes', 'on', 'ar', 'verified', 'approved', 'K-B7', 'file:7002', 'nothing', 'spend',
] as const; // prettier-ignore

/** A value that a careless check would let through. */
function strange(random: Random, ids: readonly string[]): string {
	const dice = random();
	if (dice < 0.3) return pick(random, ids);
	if (dice < 0.4) return pick(random, NOWHERE);
	if (dice < 0.45)
		return pick(random, ['x', 'ا', '1', '\n']).repeat(pick(random, [201, 2001, 20_001, 50_000]));
	return pick(random, TEXTS);
}

const USUAL: readonly (readonly [names: RegExp, values: readonly string[]])[] = [
	[/on$|from|until|day/i, ['2026-12-01', '2026-11-20', '2027-01-31']],
	[/email/i, ['somebody@sharaka.example', '']],
	[/ar$/, ['نص كامل بالعربية']],
	[/en$/, ['A whole text']],
	[
		/reason|note|text|question|answer|decision|why/i,
		['سبب واضح مكتوب بالكلمات هنا', 'A reason of several words'],
	],
	[/days|people|hours|spend|volunteers|amount|year|quantity/i, ['5', '12', '2026', '١٢']],
	[/signed|confirm/, ['yes']],
	[/login/, ['somebody']],
];

/** What a person could write into an empty field of this name. */
export function usual(random: Random, name: string): string {
	const found = USUAL.find(([names]) => names.test(name));
	return found ? pick(random, found[1]) : pick(random, ['1', 'text', '']);
}

const FILES: readonly (readonly [name: string, type: string, bytes: string])[] = [
	['report.pdf', 'application/pdf', '%PDF-1.4\n%%EOF'],
	['report.pdf', 'application/pdf', 'MZ not a document'],
	['../../evil.pdf', 'text/html', '%PDF-1.4 <script>'],
	['\u202Efdp.exe', 'application/pdf', '%PDF-1.7\n'],
	['a\u0000b.csv', 'text/csv', 'name_ar,name_en\n=1+1,"x\n'],
	['x'.repeat(3000), 'image/png', '\u0089PNG\r\n'],
	['rows.csv', 'text/csv', 'الاسم,الرقم\nجمعية,١٢\n'.repeat(50)],
	['empty.csv', 'text/csv', ''],
	['wide.csv', 'text/csv', 'a,'.repeat(3000) + '\n' + '"'.repeat(999)],
	['utf16.csv', 'text/csv', '\uFEFFa\u0000b\u0000'],
];

/** A file of some kind, seldom what its name says. */
export function strangeFile(random: Random): File {
	const [name, type, bytes] = pick(random, FILES);
	return new File([bytes], name, { type });
}

/** The fields with one thing wrong: gone, twice, strange, of another kind, or with another name. */
function bent(random: Random, sent: readonly Sent[], ids: readonly string[]): Sent[] {
	const at = Math.floor(random() * sent.length);
	const [name, value] = sent[at] ?? ['formKey', ''];
	const without = sent.filter((_, i) => i !== at);
	const dice = random();
	if (dice < 0.12) return without;
	if (dice < 0.2) return [...sent, [name, strange(random, ids)]];
	if (dice < 0.26)
		return [
			...without,
			[pick(random, ['__proto__', 'constructor', 'version', 'societyId', 'state', 'x']), value],
		];
	if (dice < 0.3) return [...sent, [pick(random, TEXTS), strange(random, ids)]];
	if (dice < 0.34) return [...without, [name, strangeFile(random)]];
	if (dice < 0.36) return [...sent, ...Array.from({ length: 1500 }, (_, i): Sent => [`f${i}`, 'x'])];
	return [...without.slice(0, at), [name, strange(random, ids)], ...without.slice(at)];
}

/** As people send it, or with up to four things wrong. */
export function mutated(random: Random, sent: readonly Sent[], ids: readonly string[]): Sent[] {
	const times = chance(random, 0.45) ? 0 : 1 + Math.floor(random() * random() * 4);
	let result = [...sent];
	for (let n = 0; n < times; n += 1) result = bent(random, result, ids);
	return result;
}

const plain = ([name, value]: Sent): [string, string] => [name, typeof value === 'string' ? value : ''];

/** JSON as the autosave takes it, or what only looks like it. */
export function strangeJson(random: Random, sent: readonly Sent[], ids: readonly string[]): string {
	const cells: Record<string, unknown> = Object.fromEntries(sent.map(plain));
	if (chance(random, 0.5))
		cells[strange(random, ids).slice(0, 300)] = pick<unknown>(random, ['1', 1, null, [], {}, '\ud800']);
	const base = pick<unknown>(random, [0, 0, 0, 1, 2, -1, 1e300, '0', null, [], { x: 1 }]);
	const whole = JSON.stringify({ base, cells, ...(chance(random, 0.1) && { societyId: 4002 }) });
	const dice = random();
	if (dice < 0.75) return whole;
	if (dice < 0.85) return whole.slice(0, Math.floor(whole.length * random()));
	return pick(random, [
		'',
		'null',
		'[]',
		'[[[[',
		'0',
		'"x"',
		'{"cells":{"__proto__":{"a":"b"}},"base":0}',
		'['.repeat(9000),
		'\u0000',
	]);
}

/** A body with its content type: nearly always the one the form would have. */
export function bodyOf(
	random: Random,
	sent: readonly Sent[],
	takesFile: boolean,
): { body: BodyInit; type?: string } {
	const urlencoded = 'application/x-www-form-urlencoded';
	const dice = random();
	if (dice < 0.01)
		return { body: JSON.stringify(Object.fromEntries(sent.map(plain))), type: 'application/json' };
	if (dice < 0.015)
		return {
			body: 'a=b',
			type: pick(random, ['text/plain', 'multipart/form-data', 'multipart/form-data; boundary=', 'x']),
		};
	if (dice < 0.02)
		return {
			body: '--b\r\nContent-Disposition: form-data; name="a',
			type: 'multipart/form-data; boundary=b',
		};
	if (dice < 0.03) return { body: '%E0%A4%A&=&&a=%00&\u0000', type: urlencoded };
	if (takesFile || sent.some(([, value]) => typeof value !== 'string')) {
		const form = new FormData();
		for (const [name, value] of sent) {
			if (typeof value === 'string') form.append(name, value);
			else form.append(name, value);
		}
		return { body: form };
	}
	return { body: new URLSearchParams(sent.map(plain)).toString(), type: urlencoded };
}

import { request as send } from 'node:http';
import { expect, test } from '@playwright/test';
import { openCompany, type Company } from '../support/company.ts';
import { dump } from '../support/twosocieties.ts';

let company: Company;
test.beforeAll(async () => {
	company = await openCompany();
});
test.afterAll(() => company.close());

const TYPES = [
	undefined,
	'application/x-www-form-urlencoded',
	'multipart/form-data; boundary=x',
	'text/plain',
	'application/json',
	'application/x-sveltekit-formdata',
	'application/octet-stream',
	'nonsense',
];
const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'];
const PATHS = ['/account?/signOutEverywhere', '/sign-in?/signIn', '/preferences', '/healthz', '/nowhere'];

/** Asks with exactly these headers; `fetch` would set some and refuse to set others. */
function ask(path: string, method: string, headers: Record<string, string>): Promise<[number, string]> {
	const { hostname, port } = new URL(company.server.address);
	return new Promise((resolve, reject) => {
		const body = 'to=%2F';
		const sized = { 'content-length': String(body.length), ...headers };
		const request = send({ hostname, port, path, method, headers: sized }, (response) => {
			let text = '';
			response.on('data', (chunk: Buffer) => (text += chunk.toString()));
			response.on('end', () => resolve([response.statusCode ?? 0, text]));
		});
		request.on('error', reject);
		request.end(body);
	});
}

/** Everything but the right origin: another, none, the null of a sandbox, the spoofed host's own, a sister site. */
function senders(origin: string): Record<string, string>[] {
	return [
		{ origin: 'https://elsewhere.example' },
		{},
		{ origin: 'null' },
		{ origin: 'https://elsewhere.example', host: 'elsewhere.example' },
		{ origin: `${origin}.elsewhere.example` },
		{ origin: origin.replace('https:', 'http:') },
		{ origin, 'sec-fetch-site': 'same-site' },
		{ origin, 'sec-fetch-site': 'cross-site' },
	];
}

test('whatever is sent from elsewhere is refused by us: every method, every content type and none, also with a spoofed host', async () => {
	const cookie = await company.cookieOf('officer');
	const before = await dump(company.database);
	for (const path of PATHS)
		for (const method of METHODS)
			for (const type of TYPES)
				for (const sender of senders(company.origin)) {
					const headers = { cookie, accept: 'text/html', ...sender, ...(type && { 'content-type': type }) };
					const [status, text] = await ask(path, method, headers);
					const what = `${method} ${path} ${type ?? 'without a type'} ${JSON.stringify(sender)}`;
					expect(status, what).toBe(403);
					// Our page, in Arabic; Kit would answer in one plain English line.
					expect(text, what).toContain('لم يأتِ الطلب من صفحات هذا الموقع');
				}
	expect(await dump(company.database)).toEqual(before);
	const logged = company.server.output().match(/"why":"origin"/g) ?? [];
	expect(logged.length).toBe(PATHS.length * METHODS.length * TYPES.length * senders('').length);
});

test('a refusal speaks the reader’s language and wears their theme, and stays what it was', async () => {
	const session = await company.cookieOf('officer');
	const asked = (accept: string, cookies: string) =>
		fetch(`${company.server.address}/audit`, { headers: { accept, cookie: `${session}; ${cookies}` } });
	const english = await asked('text/html', 'locale=en; theme=dark');
	expect(english.status).toBe(403);
	expect(english.headers.get('content-type')).toBe('text/html; charset=utf-8');
	const page = await english.text();
	expect(page).toContain('<html lang="en" dir="ltr" data-theme="dark">');
	expect(page).toContain('Your role does not allow this.');
	expect(page).not.toMatch(/%sveltekit|لا يتيح لكم/);
	expect(page).toContain(english.headers.get('x-request-id')!);
	const arabic = await (await asked('text/html', 'locale=ar; theme=light')).text();
	expect(arabic).toContain('<html lang="ar" dir="rtl" data-theme="light">');
	expect(arabic).not.toContain('Your role');
	const data = await asked('application/json', 'locale=en');
	expect(data.status).toBe(403);
	expect(data.headers.get('content-type')).toContain('application/json');
});

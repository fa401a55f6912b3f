/** One answer of the server, with its body as text. */
export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly body: string;
}

/** How to ask: as whom, and what to send. */
export interface Question {
	readonly method?: string;
	readonly cookie?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly form?: Readonly<Record<string, string>>;
	/** What a script of the page sends, in place of a form. */
	readonly json?: object;
}

/** Asks once, as a browser without scripts does; redirects are answers, not followed. */
export async function ask(
	url: string,
	{ method = 'GET', cookie, headers = {}, form, json }: Question = {},
): Promise<Answer> {
	const response = await fetch(url, {
		method,
		redirect: 'manual',
		headers: {
			accept: 'text/html',
			...(cookie ? { cookie } : {}),
			...(json ? { 'content-type': 'application/json' } : {}),
			...headers,
		},
		...(form ? { body: new URLSearchParams(form) } : {}),
		...(json ? { body: JSON.stringify(json) } : {}),
	});
	return { status: response.status, headers: response.headers, body: await response.text() };
}

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

/** The answer without what differs between any two: its reference, its nonce, and the id that was asked for. */
export function essence({ status, headers, body }: Answer, id: number): string {
	// A page refused before it is chosen tells its reference in its text alone.
	const plain = body
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'REFERENCE')
		.replace(/nonce="[^"]*"/g, 'nonce')
		.replace(new RegExp(`\\b${id}\\b`, 'g'), 'ID');
	return `${status} ${headers.get('content-type')} ${plain}`;
}

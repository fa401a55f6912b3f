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
}

/** Asks once, as a browser without scripts does; redirects are answers, not followed. */
export async function ask(
	url: string,
	{ method = 'GET', cookie, headers = {}, form }: Question = {},
): Promise<Answer> {
	const response = await fetch(url, {
		method,
		redirect: 'manual',
		headers: { accept: 'text/html', ...(cookie ? { cookie } : {}), ...headers },
		...(form ? { body: new URLSearchParams(form) } : {}),
	});
	return { status: response.status, headers: response.headers, body: await response.text() };
}

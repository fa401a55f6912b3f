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

/** Asks once; redirects are answers, not followed. A form is sent as a browser sends it. */
export async function ask(
	url: string,
	{ method = 'GET', cookie, headers = {}, form }: Question = {},
): Promise<Answer> {
	const response = await fetch(url, {
		method,
		redirect: 'manual',
		headers: { ...(cookie ? { cookie } : {}), ...headers },
		...(form ? { body: new URLSearchParams(form) } : {}),
	});
	return { status: response.status, headers: response.headers, body: await response.text() };
}

/** One field of a form as a browser would send it; a file field has no value of its own. */
export interface FormField {
	readonly name: string;
	readonly value: string;
	readonly isFile: boolean;
	/** A box that is not ticked, or another choice than the one made: a browser would not send it yet. */
	readonly isLeft: boolean;
}

/** A form of a page: where it is sent to, and what it would send untouched. */
export interface PageForm {
	/** Path and query, such as `/review/6001?/verify`. */
	readonly target: string;
	readonly fields: readonly FormField[];
	readonly takesFile: boolean;
}

const TAG = /<(\/?)(form|input|select|option|textarea|button)\b((?:\s+[^\s=>"/]+(?:="[^"]*")?)*)\s*\/?>/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

const decoded = (text: string) =>
	text
		.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
		.replace(/&(amp|lt|gt|quot);/g, (_, name: string) => NAMED[name]!);

function attributesOf(text: string): Map<string, string> {
	const found = [...text.matchAll(/([^\s=>"/]+)(?:="([^"]*)")?/g)];
	return new Map(found.map(([, name, value]) => [name!, decoded(value ?? '')]));
}

interface Open {
	readonly action: string;
	readonly isPost: boolean;
	readonly takesFile: boolean;
	readonly fields: FormField[];
	/** What its buttons send it to instead, with the field each brings. */
	readonly buttons: { readonly action: string; readonly field: FormField | undefined }[];
}

function fieldOf(tag: string, attributes: Map<string, string>): FormField | undefined {
	const name = attributes.get('name');
	const type = attributes.get('type') ?? '';
	if (!name || attributes.has('disabled')) return undefined;
	const isBox = /checkbox|radio/.test(type);
	const value = attributes.get('value') ?? (isBox ? 'on' : '');
	return {
		name,
		value,
		isFile: tag === 'input' && type === 'file',
		isLeft: isBox && !attributes.has('checked'),
	};
}

/** Every form of a page that is posted, once for each place its buttons send it to. */
export function formsOf(html: string, address: string): PageForm[] {
	const open: Open[] = [];
	const byId = new Map<string, Open>();
	const loose: { readonly id: string; readonly field: FormField }[] = [];
	let current: Open | undefined;
	let select:
		{ readonly name: string; value: string | undefined; readonly form: string | undefined } | undefined;
	const put = (field: FormField, id: string | undefined) => {
		if (id) loose.push({ id, field });
		else current?.fields.push(field);
	};
	for (const match of html.matchAll(TAG)) {
		const [whole, slash, tag, text] = match;
		const attributes = attributesOf(text ?? '');
		const form = attributes.get('form');
		if (slash) {
			if (tag === 'form') current = undefined;
			if (tag === 'select' && select)
				put({ name: select.name, value: select.value ?? '', isFile: false, isLeft: false }, select.form);
			if (tag === 'select') select = undefined;
		} else if (tag === 'form') {
			current = {
				action: attributes.get('action') ?? '',
				isPost: attributes.get('method')?.toLowerCase() === 'post',
				takesFile: attributes.get('enctype') === 'multipart/form-data',
				fields: [],
				buttons: [],
			};
			open.push(current);
			if (attributes.has('id')) byId.set(attributes.get('id')!, current);
		} else if (tag === 'select') {
			select = { name: attributes.get('name') ?? '', value: undefined, form };
		} else if (tag === 'option' && select) {
			const value = attributes.get('value') ?? '';
			if (select.value === undefined || select.value === '' || attributes.has('selected'))
				select.value = value;
		} else if (tag === 'textarea') {
			const start = match.index + whole.length;
			const value = decoded(html.slice(start, html.indexOf('</textarea>', start)));
			put({ name: attributes.get('name') ?? '', value, isFile: false, isLeft: false }, form);
		} else if (tag === 'button') {
			const to = (form && byId.get(form)) || current;
			const action = attributes.get('formaction');
			const name = attributes.get('name');
			const field = name
				? { name, value: attributes.get('value') ?? '', isFile: false, isLeft: false }
				: undefined;
			if (action !== undefined || field) to?.buttons.push({ action: action ?? to.action, field });
		} else if (tag === 'input') {
			const field = fieldOf(tag, attributes);
			if (field) put(field, form);
		}
	}
	for (const { id, field } of loose) byId.get(id)?.fields.push(field);
	const base = `http://local${address}`;
	return open
		.filter(({ isPost }) => isPost)
		.flatMap(({ action, fields, takesFile, buttons }) =>
			[{ action, field: undefined }, ...buttons].map((button) => {
				const url = new URL(button.action || address, base);
				return {
					target: url.pathname + url.search,
					fields: [...fields, ...(button.field ? [button.field] : [])].filter(({ name }) => name),
					takesFile,
				};
			}),
		);
}

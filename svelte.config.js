import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit').Config} */
export default {
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter({ out: 'build' }),
		paths: { relative: false },
		csp: {
			mode: 'nonce',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self'],
				// The one inline style is Kit's own: the hidden element that announces a new page to screen readers.
				'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
				'img-src': ['self', 'data:'],
				'font-src': ['self'],
				'connect-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none'],
			},
		},
		// Kit's own check knows only form-like content types and answers in plain English, unlogged. Ours (`origin` in
		// platform/hooks/shape.server.ts) stands before anything that acts and asks every unsafe request, whatever its
		// content type, for the exact origin; tests/e2e/crosssite.spec.ts holds it to that.
		csrf: { trustedOrigins: ['*'] },
		// Nothing is prerendered: pages are decided per viewer.
		prerender: { entries: [] },
		version: { pollInterval: 0 },
	},
};

/** A login: Latin letters, digits and . _ @ + - in lower case, so that it is typed alike on every keyboard. */
export const LOGIN_PATTERN = /^[a-z0-9][a-z0-9._@+-]{2,99}$/;

/** Path of the sign-in server below the hall's address. */
export const oidcPrefix = '/oidc';

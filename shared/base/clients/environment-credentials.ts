/** What `@aws-sdk/credential-provider-node` is in the functions' bundles (infra/build.ts): the environment alone. */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';

/**
 * Short timeouts and few tries for every AWS client: the API's own limit is 29 s, and a person waits.
 *
 * Each client has a file of its own, so that a function bundles only those it uses: the SDK's modules do not all shake away.
 */
export const patience = { maxAttempts: 4, requestHandler: { connectionTimeout: 1000, requestTimeout: 4000 } } as const;

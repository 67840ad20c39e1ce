/** Headers that keep a page what it is: whose scripts run, whom it may talk to, who may frame it. */

/**
 * @param issuer the OIDC issuer the pages sign in with: the only other site they fetch from, beside file storage.
 * @param media server of video rooms, for the page of a visit alone: only there may a camera be used
 */
export function securityHeaders(issuer: string, media?: string): Record<string, string> {
  const devices = media === undefined ? '()' : '(self)';
  return {
    'content-security-policy': contentSecurityPolicy(issuer, media),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': `camera=${devices}, geolocation=(), microphone=${devices}, payment=()`,
    'cross-origin-opener-policy': 'same-origin',
    ...(isLocal(issuer) ? {} : { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  };
}

function contentSecurityPolicy(issuer: string, media: string | undefined): string {
  // Uploads go straight to storage: S3 of either partition, or the engine of this machine on whatever port it got.
  const storage = isLocal(issuer)
    ? ['http://localhost:*', 'http://127.0.0.1:*', 'http://*.localhost:*']
    : ['https://*.amazonaws.com', 'https://*.amazonaws.com.cn'];
  const unionpay = isLocal(issuer) ? 'http://localhost:*' : 'https://*.95516.com';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Pictures chosen from the phone are shown before they are sent.
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src 'self' ${[new URL(issuer).origin, ...storage, ...mediaOrigins(media)].join(' ')}`,
    "base-uri 'none'",
    // A payer's form is posted to UnionPay's gateway, which sends it on to its other hosts.
    `form-action 'self' ${unionpay}`,
    "frame-ancestors 'none'",
    // No text becomes markup or a script's address by accident: only the policy that registers the service worker may make one.
    "require-trusted-types-for 'script'",
    'trusted-types banshi',
  ].join('; ');
}

function isLocal(issuer: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(issuer).hostname);
}

/** The socket of the signalling, and the same server's plain address, which the client asks why the socket failed. */
function mediaOrigins(media: string | undefined): string[] {
  if (media === undefined) return [];
  const { host, protocol } = new URL(media);
  return protocol === 'ws:' || protocol === 'http:'
    ? [`ws://${host}`, `http://${host}`]
    : [`wss://${host}`, `https://${host}`];
}

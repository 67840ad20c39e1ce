/** What a person lets the hall remember of themselves, and the key of what their own devices keep. */
import type { Handlers } from '../../shared/base/operation.ts';
import { Problem } from '../../shared/base/problems.ts';
import type { CaseDeps } from '../case-deps.ts';
import type { citizenApi } from './api.ts';

type Me = Pick<
  Handlers<typeof citizenApi>,
  Extract<keyof typeof citizenApi, `${string} /v1/me/profile` | `${string} /v1/me/device-key`>
>;

const nothing = { version: 0, answers: {} };

export const meHandlers = ({ profiles }: Pick<CaseDeps, 'profiles'>): Me => ({
  'GET /v1/me/profile': async ({ caller }) => {
    const profile = (await profiles.find(caller.id)) ?? nothing;
    return { body: profile, headers: { etag: `"${profile.version}"` } };
  },

  'PUT /v1/me/profile': async ({ caller, body, ifMatch, now }) => {
    const { version } = (await profiles.find(caller.id)) ?? nothing;
    if (version !== ifMatch) throw new Problem('stale-version');
    const profile = { version: version + 1, consentedAt: now, answers: body.answers };
    await profiles.put(caller.id, profile);
    return { body: profile, headers: { etag: `"${profile.version}"` } };
  },

  'DELETE /v1/me/profile': async ({ caller }) => {
    await profiles.remove(caller.id);
    return {};
  },

  'GET /v1/me/device-key': async ({ caller }) => ({ body: { key: await profiles.deviceKey(caller.id) } }),
});

/**
 * Amazon Chime SDK Meetings, the two calls that a visit needs: JSON over HTTPS, signed by Signature Version 4 under the service
 * name `chime`. Both calls may be repeated: a meeting by its ClientRequestToken, an attendee by its ExternalUserId.
 * https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_meeting-chime_CreateMeeting.html
 */
import { createHash, createHmac } from 'node:crypto';
import * as z from 'zod';
import type { ChimeMeetings } from './media-port.ts';

export interface ChimeSettings {
  /** `https://meetings-chime.ap-southeast-1.amazonaws.com`; the region is told from it. */
  readonly endpoint: string;
  readonly credentials: () => { accessKeyId: string; secretAccessKey: string; sessionToken: string | undefined };
  readonly now: () => Date;
  readonly send?: typeof fetch;
}

const meeting = z.looseObject({
  MeetingId: z.string(),
  MediaPlacement: z.looseObject({ AudioHostUrl: z.string() }),
});
const attendee = z.looseObject({ AttendeeId: z.string(), JoinToken: z.string() });

/** Milliseconds after which a call is given up. */
const patience = 5000;

export function chimeMeetings({ endpoint, credentials, now, send = fetch }: ChimeSettings): ChimeMeetings {
  const { host } = new URL(endpoint);
  const region = host.split('.')[1] ?? '';

  async function post(path: string, body: object): Promise<unknown> {
    const text = JSON.stringify(body);
    const headers = signed({ host, path, body: text, region, at: now(), ...credentials() });
    const answer = await send(`${endpoint}${path}`, {
      method: 'POST',
      headers,
      body: text,
      signal: AbortSignal.timeout(patience),
    });
    // What it says may name people: only the status is told.
    if (!answer.ok) throw new Error(`the meetings service answered ${answer.status}`);
    return answer.json();
  }

  return {
    async createMeeting(externalMeetingId, clientRequestToken) {
      const body = {
        ClientRequestToken: clientRequestToken,
        ExternalMeetingId: externalMeetingId,
        MediaRegion: region,
      };
      return z.object({ Meeting: meeting }).parse(await post('/meetings', body)).Meeting;
    },
    async createAttendee(meetingId, externalUserId) {
      const path = `/meetings/${encodeURIComponent(meetingId)}/attendees`;
      return z.object({ Attendee: attendee }).parse(await post(path, { ExternalUserId: externalUserId })).Attendee;
    },
  };
}

interface ToSign {
  readonly host: string;
  readonly path: string;
  readonly body: string;
  readonly region: string;
  readonly at: Date;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** The headers of a signed POST without a query. */
function signed(call: ToSign): Record<string, string> {
  const { host, path, body, region, at, accessKeyId, secretAccessKey, sessionToken } = call;
  const date = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = [date.slice(0, 8), region, 'chime', 'aws4_request'];
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    host,
    'x-amz-date': date,
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const canonical = [
    'POST',
    // Every service but S3 signs the path encoded once more.
    path.split('/').map(encodeURIComponent).join('/'),
    '',
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<Buffer | string>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, toSign).toString('hex');
  const { host: _, ...sent } = headers;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

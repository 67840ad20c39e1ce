/**
 * A way into a video room, by whoever runs the rooms. LiveKit's and Jitsi's tokens are JWTs signed here, without any call;
 * Chime makes its meeting and attendee through its own API, given as a client. All behind one port.
 */
import { SignJWT } from 'jose';
import type { Instant } from '../base/words.ts';
import type { VisitRole } from './visit-words.ts';

export interface Entry {
  /** Room of one visit: random, told to nobody but those let in. */
  readonly room: string;
  /** Who it is to the others, `patient-…`: never a person's number. */
  readonly identity: string;
  readonly name: string;
  readonly role: VisitRole;
  readonly now: Instant;
}
export interface Ticket {
  readonly provider: 'livekit' | 'jitsi' | 'chime';
  readonly url: string;
  readonly token: string;
  readonly expiresAt: Instant;
}
export interface MediaPort {
  ticket(entry: Entry): Promise<Ticket>;
}

/** A ticket opens the door for ten minutes; whoever is in stays in, and whoever falls out asks for another. */
const seconds = 600;
const times = (now: Instant) => {
  const issued = Math.floor(Date.parse(now) / 1000);
  return { issued, expires: issued + seconds, expiresAt: new Date((issued + seconds) * 1000).toISOString() };
};

export interface SignedMedia {
  readonly url: string;
  /** Name of the key at the provider. */
  readonly keyId: string;
  readonly secret: () => Promise<string>;
}

/** LiveKit's access token: grants under `video`, HS256 under the API secret. */
export const liveKit = ({ url, keyId, secret }: SignedMedia): MediaPort => ({
  async ticket({ room, identity, name, role, now }) {
    const { issued, expires, expiresAt } = times(now);
    const video = {
      room,
      roomJoin: true,
      canPublish: true,
      canSubscribe: true,
      canPublishData: true,
      roomAdmin: role === 'doctor',
    };
    const token = await new SignJWT({ name, video, metadata: JSON.stringify({ role }) })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(keyId)
      .setSubject(identity)
      .setNotBefore(issued)
      .setIssuedAt(issued)
      .setExpirationTime(expires)
      .sign(new TextEncoder().encode(await secret()));
    return { provider: 'livekit', url, token, expiresAt };
  },
});

/** Jitsi's token (prosody `mod_auth_token`): the room and who comes, under the application's secret. */
export const jitsi = ({ url, keyId, secret }: SignedMedia): MediaPort => ({
  async ticket({ room, identity, name, role, now }) {
    const { issued, expires, expiresAt } = times(now);
    const context = { user: { id: identity, name, affiliation: role === 'doctor' ? 'owner' : 'member' } };
    const token = await new SignJWT({ room, context })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(keyId)
      .setAudience('jitsi')
      .setSubject(new URL(url).hostname)
      .setNotBefore(issued)
      .setIssuedAt(issued)
      .setExpirationTime(expires)
      .sign(new TextEncoder().encode(await secret()));
    return { provider: 'jitsi', url: `${url}/${room}`, token, expiresAt };
  },
});

/** The two calls of Amazon Chime SDK Meetings that a visit needs; both may be repeated under the same names. */
export interface ChimeMeetings {
  createMeeting(
    externalMeetingId: string,
    clientRequestToken: string,
  ): Promise<{ readonly MeetingId: string; readonly MediaPlacement: { readonly AudioHostUrl: string } }>;
  createAttendee(
    meetingId: string,
    externalUserId: string,
  ): Promise<{ readonly AttendeeId: string; readonly JoinToken: string }>;
}

/**
 * Not in the AWS China regions. The token is what Chime's client library begins a session with: `{ Meeting, Attendee }` as the
 * service answered them, base64url.
 */
export const chime = (meetings: ChimeMeetings): MediaPort => ({
  async ticket({ room, identity, now }) {
    const Meeting = await meetings.createMeeting(room, room);
    const Attendee = await meetings.createAttendee(Meeting.MeetingId, identity);
    const token = Buffer.from(JSON.stringify({ Meeting, Attendee })).toString('base64url');
    return { provider: 'chime', url: Meeting.MediaPlacement.AudioHostUrl, token, expiresAt: times(now).expiresAt };
  },
});

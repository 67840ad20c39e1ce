/**
 * A video room as the pages see it, whoever runs it. The provider's client is part of this site, fetched from it when somebody goes
 * in and not before: no script of another origin runs here, and only the page of a visit may talk to the provider's server.
 */
import type { VisitView } from '../base/booking-answers.ts';

export type Ticket = NonNullable<VisitView['ticket']>;

export interface Member {
  /** `patient-…`, `doctor-…`: the part before the hyphen is the role. */
  readonly identity: string;
  readonly name: string;
  readonly isMe: boolean;
  readonly muted: boolean;
  /** Their picture, if they send one. */
  readonly picture: MediaStreamTrack | undefined;
  /** Their voice; one's own is not played. */
  readonly voice: MediaStreamTrack | undefined;
}

export type LineState = 'connecting' | 'connected' | 'reconnecting' | 'lost';

export interface RoomEvents {
  readonly line: (state: LineState) => void;
  readonly members: (members: readonly Member[]) => void;
}

export interface MediaRoom {
  /** @throws when the device is refused or not there */
  setCamera(on: boolean): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  leave(): Promise<void>;
}

/** Goes in. @throws when the server cannot be reached or does not take the ticket */
export type Connect = (ticket: Ticket, events: RoomEvents) => Promise<MediaRoom>;

/** How each provider is reached: a client of ours, a page of theirs in a window of its own, or not at all. */
export type Way =
  | { readonly kind: 'here'; readonly connect: Connect }
  | { readonly kind: 'window'; readonly href: string }
  | { readonly kind: 'none' };

export async function wayInto(ticket: Ticket): Promise<Way> {
  switch (ticket.provider) {
    case 'livekit':
      return { kind: 'here', connect: (await import('./livekit.ts')).connect };
    case 'jitsi':
      // Jitsi takes its token in the address (lib-jitsi-meet, "JWT authentication").
      return { kind: 'window', href: `${ticket.url}?jwt=${encodeURIComponent(ticket.token)}` };
    default:
      return { kind: 'none' };
  }
}

/** Name of the server, to be told to people. */
export function hostOf(ticket: Ticket): string {
  try {
    return new URL(ticket.url).host;
  } catch {
    return ticket.url;
  }
}

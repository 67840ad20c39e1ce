/** A video room as the pages see it, whoever runs it. */
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
  /** One's own device stopped sending though nobody switched it off: pulled out, or exchanged. */
  readonly gone: (device: 'camera' | 'microphone') => void;
}

export interface MediaRoom {
  /** @throws when the device is refused or not there */
  setCamera(on: boolean): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  leave(): Promise<void>;
}

/** Goes in. @throws when the server cannot be reached or does not take the ticket */
export type Connect = (ticket: Ticket, events: RoomEvents) => Promise<MediaRoom>;

/** Rooms run by LiveKit, by its own client: a file of its own in the build, fetched when somebody goes into a room. */
import { type Participant, Room, RoomEvent, setLogLevel, Track } from 'livekit-client';
import type { Connect, Member } from './media.ts';

// The client's log is for its makers; what a person must know, the page says.
setLogLevel('silent');

/** What changes who is there, or what they send. */
const changes = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
] as const;

export const connect: Connect = async (ticket, { line, members, gone }) => {
  const room = new Room({ adaptiveStream: false, dynacast: true, stopLocalTrackOnUnpublish: true });
  let left = false;
  // A first try that fails ends in the same event; it is told by the error below, and is no line that fell.
  let inside = false;
  const tell = () => members([room.localParticipant, ...room.remoteParticipants.values()].map(memberOf));
  for (const change of changes) room.on(change, tell);
  // The client mutes what has stopped by itself, a camera pulled out for instance, when no other takes its place.
  const wanted = { camera: false, microphone: false };
  room.on(RoomEvent.TrackMuted, ({ source }, { isLocal }) => {
    const device =
      source === Track.Source.Camera ? 'camera' : source === Track.Source.Microphone ? 'microphone' : undefined;
    if (!isLocal || device === undefined || !wanted[device]) return;
    wanted[device] = false;
    gone(device);
  });
  room.on(RoomEvent.Reconnecting, () => line('reconnecting'));
  room.on(RoomEvent.Reconnected, () => line('connected'));
  room.on(RoomEvent.Disconnected, () => {
    if (inside && !left) line('lost');
  });
  line('connecting');
  await answered(room.connect(ticket.url, ticket.token, { maxRetries: 1 }), () => {
    left = true;
    void room.disconnect();
  });
  inside = true;
  line('connected');
  tell();
  return {
    setCamera: async (on) => {
      wanted.camera = on;
      await room.localParticipant.setCameraEnabled(on);
    },
    setMicrophone: async (on) => {
      wanted.microphone = on;
      await room.localParticipant.setMicrophoneEnabled(on);
    },
    leave: async () => {
      left = true;
      await room.disconnect();
    },
  };
};

function memberOf(one: Participant): Member {
  const camera = one.getTrackPublication(Track.Source.Camera);
  const microphone = one.getTrackPublication(Track.Source.Microphone);
  return {
    identity: one.identity,
    name: one.name ?? one.identity,
    isMe: one.isLocal,
    muted: microphone === undefined || microphone.isMuted,
    picture: camera?.isMuted === false ? camera.track?.mediaStreamTrack : undefined,
    voice: one.isLocal ? undefined : microphone?.track?.mediaStreamTrack,
  };
}

/** A person waits no longer than this for a server that does not answer; then the page says so, and tries again. */
const patienceMs = 15_000;

/** @throws when there is no answer in time, having given up */
async function answered(connecting: Promise<void>, giveUp: () => void): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      giveUp();
      reject(new Error('the video server does not answer'));
    }, patienceMs);
  });
  try {
    await Promise.race([connecting, late]);
  } finally {
    clearTimeout(timer);
  }
}

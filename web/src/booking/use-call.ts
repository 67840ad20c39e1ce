/** One's place in a video room: goes in, stays in, and comes back in by itself after the line fell, with a new ticket each time. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { LineState, MediaRoom, Member, Ticket } from './media.ts';
import { hostOf, wayInto } from './way-into.ts';

export type CallState =
  /** `left`: has been inside and gone out. */
  | { readonly kind: 'outside'; readonly left: boolean }
  | { readonly kind: 'in'; readonly line: LineState | 'offline' | 'unreached'; readonly host: string }
  | { readonly kind: 'window'; readonly href: string; readonly host: string }
  | { readonly kind: 'none' };

export type Device = 'camera' | 'microphone';

/** Milliseconds between tries to reach a server that does not answer. */
const pause = 15_000;

export interface Call {
  readonly state: CallState;
  readonly members: readonly Member[];
  readonly camera: boolean;
  readonly microphone: boolean;
  /** What was to be sent and could not be: refused, not there, or pulled out. */
  readonly failed: readonly Device[];
  readonly join: () => void;
  readonly leave: () => void;
  readonly setCamera: (on: boolean) => void;
  readonly setMicrophone: (on: boolean) => void;
}

/** @param ask fetches a fresh ticket; undefined when the visit gives none (any more) */
export function useCall(ask: () => Promise<Ticket | undefined>): Call {
  const [state, setState] = useState<CallState>({ kind: 'outside', left: false });
  const [members, setMembers] = useState<readonly Member[]>([]);
  const [devices, setDevices] = useState({ camera: false, microphone: false });
  const [failed, setFailed] = useState<readonly Device[]>([]);
  const room = useRef<MediaRoom | undefined>(undefined);
  const wanted = useRef(false);
  const wishes = useRef({ camera: true, microphone: true });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const asking = useRef(ask);
  asking.current = ask;
  /** Counts the tries: what an older one still says is no longer heard. */
  const turn = useRef(0);

  const enter = useCallback(async () => {
    const mine = ++turn.current;
    const still = () => mine === turn.current && wanted.current;
    clearTimeout(timer.current);
    const later = () => {
      timer.current = setTimeout(() => still() && void enter(), pause);
    };
    const was = room.current;
    room.current = undefined;
    void was?.leave().catch(() => undefined);
    const ticket = await asking.current().catch(() => 'offline' as const);
    if (!still()) return;
    if (ticket === undefined) return stop();
    if (ticket === 'offline') {
      setState((old) => ({ kind: 'in', line: 'offline', host: old.kind === 'in' ? old.host : '' }));
      return later();
    }
    const host = hostOf(ticket);
    const line = (now: LineState | 'offline' | 'unreached') => still() && setState({ kind: 'in', line: now, host });
    line('connecting');
    try {
      const way = await wayInto(ticket);
      if (!still()) return;
      if (way.kind !== 'here') {
        wanted.current = false;
        return setState(way.kind === 'none' ? way : { ...way, host });
      }
      const opened = await way.connect(ticket, {
        members: (all) => still() && setMembers(all),
        gone: (device) => {
          if (!still()) return;
          setDevices((old) => ({ ...old, [device]: false }));
          setFailed((old) => [...old.filter((each) => each !== device), device]);
        },
        line: (now) => {
          line(now === 'lost' && !navigator.onLine ? 'offline' : now);
          if (now === 'lost' && still()) void enter();
        },
      });
      if (!still()) return void opened.leave();
      room.current = opened;
      await send(opened);
    } catch {
      line(navigator.onLine ? 'unreached' : 'offline');
      if (still()) later();
    }
  }, []);

  /** Sends what was sent before the line fell. A device that is refused is no reason to stay out. */
  async function send(opened: MediaRoom): Promise<void> {
    const { microphone, camera } = wishes.current;
    const microphoneOn = microphone && (await worked(opened.setMicrophone(true)));
    const cameraOn = camera && (await worked(opened.setCamera(true)));
    setDevices({ microphone: microphoneOn, camera: cameraOn });
    setFailed([
      ...(camera && !cameraOn ? (['camera'] as const) : []),
      ...(microphone && !microphoneOn ? (['microphone'] as const) : []),
    ]);
  }

  function stop(): void {
    wanted.current = false;
    turn.current++;
    clearTimeout(timer.current);
    void room.current?.leave().catch(() => undefined);
    room.current = undefined;
    setMembers([]);
    setState((old) => ({ kind: 'outside', left: old.kind !== 'outside' || old.left }));
  }

  useEffect(() => {
    const back = () => {
      if (wanted.current && room.current === undefined) void enter();
    };
    const gone = () => setState((old) => (old.kind === 'in' ? { ...old, line: 'offline' } : old));
    addEventListener('online', back);
    addEventListener('offline', gone);
    return () => {
      removeEventListener('online', back);
      removeEventListener('offline', gone);
      stop();
    };
  }, [enter]);

  const turnDevice = (device: Device) => (on: boolean) => {
    wishes.current = { ...wishes.current, [device]: on };
    const set = device === 'camera' ? room.current?.setCamera(on) : room.current?.setMicrophone(on);
    if (set === undefined) return;
    void worked(set).then((did) => {
      setDevices((old) => ({ ...old, [device]: did && on }));
      setFailed((old) => [...old.filter((each) => each !== device), ...(did || !on ? [] : [device])]);
    });
  };

  return {
    state,
    members,
    ...devices,
    failed,
    join: () => {
      wanted.current = true;
      void enter();
    },
    leave: stop,
    setCamera: turnDevice('camera'),
    setMicrophone: turnDevice('microphone'),
  };
}

const worked = (act: Promise<void>): Promise<boolean> =>
  act.then(
    () => true,
    () => false,
  );

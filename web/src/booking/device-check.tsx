/** Before a visit: do camera and microphone work? What is seen and heard here goes nowhere and is let go on leaving. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useAction } from '../base/load.ts';
import { ActionButton } from '../base/ui.tsx';
import { useBookingWords } from './booking-words.ts';

type Fault = 'refused' | 'none' | 'busy' | 'gone';
type Checked = { readonly stream: MediaStream } | { readonly fault: Fault };

export function DeviceCheck() {
  const words = useBookingWords();
  const [found, setFound] = useState<Checked | undefined>(undefined);
  const held = useRef<MediaStream | undefined>(undefined);
  const letGo = () => {
    for (const track of held.current?.getTracks() ?? []) track.stop();
    held.current = undefined;
  };
  useEffect(() => letGo, []);
  const checking = useAction(async () => {
    letGo();
    const next = await check();
    if ('stream' in next) {
      held.current = next.stream;
      // Pulled out, or taken away by the system: what was good a minute ago is not said any longer.
      for (const track of next.stream.getTracks())
        track.addEventListener('ended', () => {
          if (held.current !== next.stream) return;
          letGo();
          setFound({ fault: 'gone' });
        });
    }
    setFound(next);
  });
  return (
    <section class="card stack tight" aria-labelledby="devices">
      <h2 id="devices">{words('device-title')}</h2>
      <p class="muted">{words('device-lead')}</p>
      {found !== undefined && 'stream' in found && <Working stream={found.stream} />}
      {found !== undefined && 'fault' in found && (
        <p class="notice amber" role="status">
          {words(`device-${found.fault}`)}
        </p>
      )}
      <p>
        <ActionButton kind="second" busy={checking.busy} onClick={() => void checking.run()}>
          {words(found === undefined ? 'device-start' : 'device-again')}
        </ActionButton>
      </p>
    </section>
  );
}

/** Both; else the voice alone; else why not. */
async function check(): Promise<Checked> {
  const { mediaDevices } = navigator;
  // Absent where the page is not served over TLS.
  if (mediaDevices === undefined) return { fault: 'none' };
  const ask = (video: boolean) => mediaDevices.getUserMedia({ audio: true, video });
  try {
    return {
      stream: await ask(true).catch((error: unknown) =>
        faultOf(error) === 'none' ? ask(false) : Promise.reject(error),
      ),
    };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

function faultOf(error: unknown): Fault {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none';
}

function Working({ stream }: { readonly stream: MediaStream }) {
  const words = useBookingWords();
  const video = useRef<HTMLVideoElement>(null);
  const level = useLevel(stream);
  const seen = stream.getVideoTracks().length > 0;
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [stream]);
  return (
    <div class="stack tight">
      <p class="notice ok" role="status">
        {words(seen ? 'device-good' : 'device-sound-only')}
      </p>
      {seen && (
        <div class="tile mine">
          <video ref={video} autoplay playsInline muted aria-label={words('device-picture')} />
        </div>
      )}
      <label for="level">{words('device-sound')}</label>
      <meter id="level" min={0} max={1} value={level} />
      <p class="hint">{words('device-sound-hint')}</p>
    </div>
  );
}

/** Loudness of a microphone, 0 … 1, ten times a second. */
function useLevel(stream: MediaStream): number {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    const context = new AudioContext();
    const listener = context.createAnalyser();
    listener.fftSize = 512;
    context.createMediaStreamSource(stream).connect(listener);
    const samples = new Uint8Array(listener.fftSize);
    const timer = setInterval(() => {
      listener.getByteTimeDomainData(samples);
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample - 128)), 0);
      setLevel(Math.min(1, loudest / 64));
    }, 100);
    return () => {
      clearInterval(timer);
      void context.close();
    };
  }, [stream]);
  return level;
}

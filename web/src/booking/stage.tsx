/** The video room on the page: who is there, how the line is, and the few buttons one needs. */
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../base/icon.tsx';
import { Said } from '../base/said.tsx';
import { useBookingWords } from './booking-words.ts';
import type { Member } from './media.ts';
import type { Call, CallState } from './use-call.ts';
import { visitRoles } from './visit-roles.ts';

export function Stage({ call }: { readonly call: Call }) {
  const words = useBookingWords();
  const { state, members, camera, microphone, failed } = call;
  if (state.kind === 'outside') return null;
  return (
    <section class="stage stack tight" aria-labelledby="stage">
      <h2 id="stage" class="hidden">
        {words('call-title')}
      </h2>
      <Line state={state} retry={call.join} />
      {state.kind === 'in' && (
        <>
          {members.length > 0 && (
            <ul class="plain tiles">
              {members.map((member) => (
                <Tile key={member.identity} member={member} />
              ))}
            </ul>
          )}
          {state.line === 'connected' && members.length === 1 && <p class="muted">{words('call-alone')}</p>}
          {state.line === 'connected' &&
            failed.map((device) => (
              <p class="notice amber" role="status" key={device}>
                {words(`call-${device}-failed`)}
              </p>
            ))}
          <div class="row stage-tools">
            {state.line === 'connected' && (
              <>
                <button
                  type="button"
                  class="button second"
                  aria-pressed={microphone}
                  onClick={() => call.setMicrophone(!microphone)}
                >
                  {words(microphone ? 'call-microphone-off' : 'call-microphone-on')}
                </button>
                <button
                  type="button"
                  class="button second"
                  aria-pressed={camera}
                  onClick={() => call.setCamera(!camera)}
                >
                  {words(camera ? 'call-camera-off' : 'call-camera-on')}
                </button>
              </>
            )}
            <button type="button" class="button danger" onClick={call.leave}>
              {words('call-leave')}
            </button>
          </div>
        </>
      )}
    </section>
  );
}

interface LineProps {
  readonly state: Exclude<CallState, { kind: 'outside' }>;
  readonly retry: () => void;
}

/** How the line is, in words: also when there is none. */
function Line({ state, retry }: LineProps) {
  const words = useBookingWords();
  if (state.kind === 'none') return <p class="notice amber">{words('call-unsupported')}</p>;
  if (state.kind === 'window') {
    return (
      <div class="notice stack tight">
        <p>{words('call-elsewhere', { host: state.host })}</p>
        <p>
          <a class="button" href={state.href} target="_blank" rel="noopener noreferrer">
            {words('call-join')}
          </a>
        </p>
      </div>
    );
  }
  switch (state.line) {
    case 'connecting':
      return <p role="status">{words('call-connecting')}</p>;
    case 'connected':
      return (
        <p class="line-good" role="status">
          <Icon name="check" /> {words('call-connected')}
        </p>
      );
    case 'offline':
      return (
        <p class="notice amber" role="status">
          {words('call-offline')}
        </p>
      );
    case 'unreached':
      return (
        <div class="notice amber stack tight" role="status">
          <p>{words('call-unreached', { host: state.host })}</p>
          <p>{words('call-unreached-do')}</p>
          <p>
            <button type="button" class="button second" onClick={retry}>
              {words('call-retry')}
            </button>
          </p>
        </div>
      );
    default:
      return (
        <p class="notice amber" role="status">
          {words('call-reconnecting')}
        </p>
      );
  }
}

function Tile({ member }: { readonly member: Member }) {
  const words = useBookingWords();
  const { picture, voice, name, isMe, muted, identity } = member;
  const role = visitRoles.find((one) => identity.startsWith(`${one}-`));
  const video = useTrack<HTMLVideoElement>(picture);
  const audio = useTrack<HTMLAudioElement>(voice);
  return (
    <li class={isMe ? 'tile mine' : 'tile'}>
      {picture === undefined ? (
        <p class="tile-none">{words('call-no-picture')}</p>
      ) : (
        <video ref={video} autoplay playsInline muted aria-label={name} />
      )}
      {/* biome-ignore lint/a11y/useMediaCaption: a living voice has no captions; an interpreter may be there */}
      {voice !== undefined && <audio ref={audio} autoplay />}
      <p class="tile-name">
        <Said>{isMe ? words('call-you') : name}</Said>
        {role !== undefined && !isMe && <span> · {words(`role-${role}`)}</span>}
        {muted && <span> · {words('call-muted')}</span>}
      </p>
    </li>
  );
}

/** A track in its element, as long as both are there. */
function useTrack<E extends HTMLMediaElement>(track: MediaStreamTrack | undefined) {
  const element = useRef<E>(null);
  useEffect(() => {
    if (element.current === null) return undefined;
    const shown = element.current;
    shown.srcObject = track === undefined ? null : new MediaStream([track]);
    return () => {
      shown.srcObject = null;
    };
  }, [track]);
  return element;
}

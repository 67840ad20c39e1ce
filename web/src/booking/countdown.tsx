/** A clock that runs down by the hall's time. Screen readers hear each minute, and the last one in steps of twenty seconds. */
import { useEffect, useState } from 'preact/hooks';
import { hallNow } from '../base/hall-time.ts';
import { leftOf } from './left.ts';

interface CountdownProps {
  /** The instant it runs to. */
  readonly until: string;
  readonly onEnd: () => void;
  /** What is said of the time left. */
  readonly say: (left: string) => string;
}

export function Countdown({ until, onEnd, say }: CountdownProps) {
  const [seconds, setSeconds] = useState(() => secondsTo(until));
  useEffect(() => {
    const timer = setInterval(() => setSeconds(secondsTo(until)), 500);
    return () => clearInterval(timer);
  }, [until]);
  const over = seconds <= 0;
  useEffect(() => {
    if (over) onEnd();
  }, [over]);
  const spoken = seconds > 60 ? Math.ceil(seconds / 60) * 60 : Math.ceil(seconds / 20) * 20;
  return (
    <>
      <span class="countdown number" role="timer" aria-hidden="true">
        {say(leftOf(seconds))}
      </span>
      <span class="hidden" role="status">
        {say(leftOf(spoken))}
      </span>
    </>
  );
}

const secondsTo = (until: string): number => Math.max(0, Math.ceil((Date.parse(until) - hallNow().getTime()) / 1000));

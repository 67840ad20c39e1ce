/** Frames over a sheet: drawn with a mouse, a pen or a finger, or put there, moved and sized by key. */
import type { TargetedPointerEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { fullSide, placeOf } from '../../../../shared/cases/mark-places.ts';
import { useSay } from '../../base/words.ts';
import { between, type Frame, moved, type Point, sized, styleOf, turned } from '../../paper/frames.ts';
import { useDeskWords } from '../desk-words.ts';
import type { Mark } from '../request-correction.ts';

export interface NumberedMark extends Mark {
  /** Place in the request. */
  readonly at: number;
}

export interface Marking {
  /** Of every file. */
  readonly marks: readonly NumberedMark[];
  /** Absent where they are only looked at. */
  readonly edit?: {
    readonly add: (materialId: string, page: number, frame: Frame) => void;
    readonly change: (at: number, change: Partial<Mark>) => void;
    readonly remove: (at: number) => void;
  };
}

interface MarkLayerProps {
  readonly marking: Marking;
  readonly materialId: string;
  readonly page: number;
  /** Quarters by which the sheet is turned; frames are kept as on the sheet that is not. */
  readonly turns: number;
  /** Does a finger draw, and not scroll? */
  readonly drawing: boolean;
}

export function MarkLayer({ marking, materialId, page, turns, drawing }: MarkLayerProps) {
  const [from, setFrom] = useState<Point | undefined>(undefined);
  const [to, setTo] = useState<Point | undefined>(undefined);
  const layer = useRef<HTMLDivElement>(null);
  const { edit } = marking;
  const here = marking.marks.filter((mark) => mark.materialId === materialId && mark.page === page);
  const draft = from === undefined || to === undefined ? undefined : between(from, to);
  const pointOf = (event: TargetedPointerEvent<HTMLDivElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * fullSide,
      y: ((event.clientY - box.top) / box.height) * fullSide,
    };
  };
  const stop = () => {
    setFrom(undefined);
    setTo(undefined);
  };
  return (
    <div
      ref={layer}
      class={drawing ? 'mark-layer drawing' : 'mark-layer'}
      onPointerDown={(event) => {
        // A second finger, wherever on the sheet, is no other corner: whoever puts down two does not draw.
        if (!event.isPrimary) return stop();
        if (edit === undefined || event.target !== event.currentTarget || event.button !== 0) return;
        if (event.pointerType === 'touch' && !drawing) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom(pointOf(event));
      }}
      onPointerMove={(event) => {
        if (from !== undefined && event.isPrimary) setTo(pointOf(event));
      }}
      onPointerUp={(event) => {
        if (!event.isPrimary) return;
        if (draft !== undefined) edit?.add(materialId, page, turned(draft, 4 - turns));
        stop();
      }}
      onPointerCancel={stop}
    >
      {here.map((mark) => (
        <FrameOf key={mark.at} mark={mark} turns={turns} edit={edit} />
      ))}
      {draft !== undefined && <span class="mark-frame draft" style={styleOf(draft)} />}
    </div>
  );
}

const steps: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -100, y: 0 },
  ArrowRight: { x: 100, y: 0 },
  ArrowUp: { x: 0, y: -100 },
  ArrowDown: { x: 0, y: 100 },
};

interface FrameOfProps {
  readonly mark: NumberedMark;
  readonly turns: number;
  readonly edit: Marking['edit'];
}

function FrameOf({ mark, turns, edit }: FrameOfProps) {
  const words = useDeskWords();
  const say = useSay();
  const seen = turned(mark, turns);
  const number = <span class="mark-number">{mark.at + 1}</span>;
  if (edit === undefined)
    return (
      <span class="mark-frame" style={styleOf(seen)} aria-hidden="true">
        {number}
      </span>
    );
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = event.shiftKey ? sized(seen, step) : moved(seen, step);
      edit.change(mark.at, turned(next, 4 - turns));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      edit.remove(mark.at);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      document.getElementById(`mark-text-${mark.at}`)?.focus();
    }
  };
  return (
    <button
      type="button"
      id={`mark-frame-${mark.at}`}
      class="mark-frame"
      style={styleOf(seen)}
      aria-label={words('mark-frame', { n: mark.at + 1, place: say(placeOf(mark)) })}
      onKeyDown={press}
      onClick={() => document.getElementById(`mark-text-${mark.at}`)?.focus()}
    >
      {number}
    </button>
  );
}

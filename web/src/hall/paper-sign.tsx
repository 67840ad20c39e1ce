/** The foot of a paper: who issued it, when, and their seal (印章). */
import { useId } from 'preact/hooks';
import { type Bilingual, useSay } from '../base/words.ts';

interface PaperSignProps {
  readonly agency: Bilingual;
  readonly date?: string;
}

export function PaperSign({ agency, date }: PaperSignProps) {
  const say = useSay();
  return (
    <div class="paper-sign">
      <p>
        {say(agency)}
        {date !== undefined && (
          <>
            <br />
            {date}
          </>
        )}
      </p>
      <Seal agency={agency.zh} />
    </div>
  );
}

/** A round seal with the agency's name along its edge, as it is cut: in Chinese. Decoration: the name stands beside it. */
function Seal({ agency }: { readonly agency: string }) {
  const id = useId();
  const size = Math.min(13, 132 / Math.max(agency.length, 8));
  return (
    <svg class="round-seal" viewBox="0 0 100 100" aria-hidden="true" lang="zh-CN">
      <circle cx="50" cy="50" r="46" />
      <path id={id} class="arc" d="M17 66a36 36 0 1 1 66 0" />
      <path class="star" d="M50 36l3.6 10.5h11.1l-8.9 6.6 3.3 10.6-9.1-6.4-9.1 6.4 3.3-10.6-8.9-6.6h11.1z" />
      <text font-size={size}>
        <textPath href={`#${id}`} startOffset="50%" text-anchor="middle">
          {agency}
        </textPath>
      </text>
    </svg>
  );
}

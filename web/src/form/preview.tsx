/** A picture as it was chosen, small, so that one sees that it is the right one and sharp. Never anything but a picture. */
import { useEffect, useState } from 'preact/hooks';
import { useWords } from '../base/base-words.ts';

export function Preview({ file }: { readonly file: File | undefined }) {
  const t = useWords();
  const [url, setUrl] = useState<string | undefined>(undefined);
  const isPicture = file?.type === 'image/jpeg' || file?.type === 'image/png';
  useEffect(() => {
    if (file === undefined || !isPicture) return undefined;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file, isPicture]);
  if (file === undefined || url === undefined) return null;
  return <img class="preview" src={url} alt={t('preview-of', { name: file.name })} />;
}

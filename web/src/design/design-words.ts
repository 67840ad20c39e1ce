import { wordsOf } from '../base/words.ts';
import { type DesignKey, designRows } from './design-rows.ts';

export const useDesignWords = wordsOf<DesignKey>(designRows);

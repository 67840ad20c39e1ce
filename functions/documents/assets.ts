/**
 * The fonts of issued documents, copied beside the bundle. Noto Serif SC, whole: all of GB 2312 and GBK and every character of the
 * table of general standard characters (通用规范汉字表), so that a rare character in somebody's name is printed as it is.
 */
const source = 'node_modules/@expo-google-fonts/noto-serif-sc';

export const fontFolder = 'fonts';

export const assets = [
  { from: `${source}/400Regular/NotoSerifSC_400Regular.ttf`, to: `${fontFolder}/regular.ttf` },
  { from: `${source}/700Bold/NotoSerifSC_700Bold.ttf`, to: `${fontFolder}/bold.ttf` },
  // The Open Font License travels with the fonts, as it asks.
  { from: `${source}/LICENSE_FONT`, to: `${fontFolder}/LICENSE` },
] as const;

export const tileCountText = (tileCount: number): string => (tileCount === 1 ? "1 tile" : `${tileCount} tiles`)

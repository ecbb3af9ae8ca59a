/* The camera: each code it sees is told once, and again only after it was out of sight. */
const RESTS = 2500; // milliseconds out of sight
const A_SECOND = 8; // looks

export async function startCamera(video, address, told) {
  const { default: QrScanner } = await import(address);
  let seen = "";
  let at = 0;
  const scanner = new QrScanner(
    video,
    ({ data }) => {
      const now = performance.now();
      const again = data === seen && now - at < RESTS;
      [seen, at] = [data, now];
      if (!again) told(data);
    },
    {
      returnDetailedScanResult: true,
      preferredCamera: "environment",
      maxScansPerSecond: A_SECOND,
      onDecodeError: () => {},
    },
  );
  await scanner.start();
  return scanner;
}

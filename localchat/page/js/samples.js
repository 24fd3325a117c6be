// A photo and a voice note made on the spot, so that every kind of message can be tried without files at hand.

/** A drawn sheet with a signature, as a manager would photograph after a visit. */
export function samplePhoto() {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [960, 720];
  const pen = canvas.getContext("2d");
  const desk = pen.createLinearGradient(0, 0, 960, 720);
  desk.addColorStop(0, "#c8a883");
  desk.addColorStop(1, "#8f6b47");
  pen.fillStyle = desk;
  pen.fillRect(0, 0, 960, 720);
  pen.translate(480, 370);
  pen.rotate(-0.05);
  pen.shadowColor = "rgba(40, 25, 10, .45)";
  pen.shadowBlur = 40;
  pen.shadowOffsetY = 16;
  pen.fillStyle = "#fdfcf8";
  pen.fillRect(-330, -300, 660, 620);
  pen.shadowColor = "transparent";
  pen.fillStyle = "#22302c";
  pen.textAlign = "center";
  pen.font = "600 40px system-ui, 'Noto Sans CJK SC', sans-serif";
  pen.fillText("客户走访签单", 0, -228);
  pen.strokeStyle = "#c9cfcc";
  pen.lineWidth = 2;
  for (let row = 0; row < 7; row += 1) {
    pen.beginPath();
    pen.moveTo(-270, -150 + row * 52);
    pen.lineTo(270 - (row % 3) * 70, -150 + row * 52);
    pen.stroke();
  }
  pen.strokeStyle = "#1d4fa0";
  pen.lineWidth = 5;
  pen.lineCap = "round";
  pen.beginPath();
  pen.moveTo(40, 250);
  pen.bezierCurveTo(80, 170, 110, 300, 140, 232);
  pen.bezierCurveTo(160, 190, 180, 290, 205, 236);
  pen.bezierCurveTo(225, 200, 240, 262, 275, 218);
  pen.stroke();
  pen.strokeStyle = "#b3261e";
  pen.lineWidth = 6;
  pen.beginPath();
  pen.arc(-190, 226, 62, 0, Math.PI * 2);
  pen.stroke();
  pen.fillStyle = "#b3261e";
  pen.font = "600 30px system-ui, 'Noto Sans CJK SC', sans-serif";
  pen.fillText("已确认", -190, 237);
  return new Promise((resolve) =>
    canvas.toBlob((blob) => resolve(new File([blob], "visit-sheet.jpg", { type: "image/jpeg" })), "image/jpeg", 0.86),
  );
}

/** Three seconds of a soft melody as a WAV file of 8,000 samples a second. */
export function sampleVoice() {
  const [rate, seconds] = [8000, 3];
  const count = rate * seconds;
  const view = new DataView(new ArrayBuffer(44 + count));
  const ascii = (offset, text) => [...text].forEach((sign, index) => view.setUint8(offset + index, sign.charCodeAt(0)));
  ascii(0, "RIFF");
  view.setUint32(4, 36 + count, true);
  ascii(8, "WAVEfmt ");
  view.setUint32(16, 16, true); // size of the format chunk
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // mono
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true); // bits a sample
  ascii(36, "data");
  view.setUint32(40, count, true);
  const notes = [392, 440, 523, 440, 392, 330];
  for (let index = 0; index < count; index += 1) {
    const time = index / rate;
    const swell = Math.sin((Math.PI * (time % 0.5)) / 0.5);
    view.setUint8(
      44 + index,
      128 + Math.round(34 * swell * Math.sin(2 * Math.PI * notes[Math.floor(time * 2)] * time)),
    );
  }
  return new File([view.buffer], "voice.wav", { type: "audio/wav" });
}

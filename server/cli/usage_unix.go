//go:build unix

package cli

import (
	"runtime"
	"syscall"
)

// usage is the processor time of the process in milliseconds and its largest resident set in 10^6 bytes (getrusage(2): KiB on Linux,
// bytes on macOS).
func usage() (cpu, peak float64) {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0, 0
	}
	unit := 1024.0
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		unit = 1
	}
	cpu = float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
	return cpu, float64(u.Maxrss) * unit / 1e6
}

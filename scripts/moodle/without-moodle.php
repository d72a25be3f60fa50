<?php
// What PHPUnit needs to run the plugins' pure tests where there is no Moodle: their classes, and the least of Moodle's own.
use PHPUnit\Framework\TestCase;

define('MOODLE_INTERNAL', true);
foreach (['MINSECS' => 60, 'HOURSECS' => 3600, 'DAYSECS' => 86400, 'WEEKSECS' => 604800] as $name => $seconds) {
    define($name, $seconds);
}

/** Moodle's test case for what needs neither database nor globals. */
abstract class basic_testcase extends TestCase {
}

/** Keeps what a caller is told, as Moodle's own does. */
class moodle_exception extends Exception {
    public function __construct(
        public string $errorcode,
        public string $module = '',
        public string $link = '',
        public mixed $a = null,
        public ?string $debuginfo = null
    ) {
        parent::__construct($debuginfo === null ? $errorcode : "{$errorcode} ({$debuginfo})");
    }
}

/** Thrown for a wrong parameter of a web service. */
class invalid_parameter_exception extends moodle_exception {
    public function __construct(?string $debuginfo = null) {
        parent::__construct('invalidparameter', 'debug', '', null, $debuginfo);
    }
}

spl_autoload_register(static function (string $class): void {
    [$component, $path] = array_pad(explode('\\', $class, 2), 2, '');
    $local = dirname(__DIR__, 2) . '/moodle/local/' . preg_replace('/^local_/', '', $component);
    $inside = str_replace('\\', '/', $path) . '.php';
    $file = str_starts_with($inside, 'tests/') ? $local . '/tests/classes/' . substr($inside, 6) : $local . '/classes/' . $inside;
    if (str_starts_with($component, 'local_') && is_file($file)) {
        require($file);
    }
});
